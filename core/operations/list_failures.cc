// The emulator's own operation that lists what event source mappings have given up.
#include "core/api/shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct ListFailuresInput {
  std::optional<std::int32_t> limit;
  std::optional<std::int64_t> after;
};
constexpr Shape kLimit = NumberShape(ShapeKind::kInteger, 1, 1000);
constexpr Shape kAfter = NumberShape(ShapeKind::kLong, 0);
constexpr Member kInput[] = {
    Field<&ListFailuresInput::limit>("Limit", kLimit),
    Field<&ListFailuresInput::after>("After", kAfter),
};

struct FailureOutput {
  std::int64_t id = 0;
  Timestamp at;
  std::string mapping;
  std::string function_arn;
  std::string stream_arn;
  std::string shard_id;
  std::string condition;
  std::int64_t records = 0;
  std::optional<std::string> destination;
  std::optional<std::string> object_key;
  std::string message;
  std::optional<std::string> delivery;
};
constexpr Member kFailureMembers[] = {
    Field<&FailureOutput::id>("Id", shapes::kLong),
    Field<&FailureOutput::at>("Timestamp", shapes::kTimestamp),
    Field<&FailureOutput::mapping>("EventSourceMapping", shapes::kText),
    Field<&FailureOutput::function_arn>("FunctionArn", shapes::kText),
    Field<&FailureOutput::stream_arn>("StreamARN", shapes::kText),
    Field<&FailureOutput::shard_id>("ShardId", shapes::kText),
    Field<&FailureOutput::condition>("Condition", shapes::kText),
    Field<&FailureOutput::records>("RecordCount", shapes::kLong),
    Field<&FailureOutput::destination>("Destination", shapes::kText),
    Field<&FailureOutput::object_key>("ObjectKey", shapes::kText),
    Field<&FailureOutput::message>("Message", shapes::kText),
    Field<&FailureOutput::delivery>("Delivery", shapes::kText),
};
constexpr Shape kFailure = StructureShape(kFailureMembers);
constexpr Shape kFailureList = ListShape<FailureOutput>(kFailure);

struct ListFailuresOutput {
  std::vector<FailureOutput> failures;
};
constexpr Member kOutput[] = {
    Field<&ListFailuresOutput::failures>("Failures", kFailureList),
};

FailureOutput OutputOf(const FailedBatch& batch) {
  FailureOutput output;
  output.id = static_cast<std::int64_t>(batch.id);
  output.at = batch.at;
  output.mapping = batch.mapping_uuid;
  output.function_arn = batch.function_arn;
  output.stream_arn = batch.stream_arn;
  output.shard_id = batch.shard.ToString();
  output.condition = batch.condition;
  output.records = batch.record_count;
  if (!batch.destination.empty()) output.destination = batch.destination;
  if (!batch.object_key.empty()) output.object_key = batch.object_key;
  output.message = batch.message;
  if (!batch.delivery.empty()) output.delivery = batch.delivery;
  return output;
}

// The oldest first.
Result<ListFailuresOutput> ListFailures(Context& context, const ListFailuresInput& input) {
  const auto after = static_cast<std::uint64_t>(input.after.value_or(0));
  const auto limit = static_cast<std::size_t>(input.limit.value_or(100));
  ListFailuresOutput output;
  for (const FailedBatch& batch : context.state.failed_batches()) {
    if (output.failures.size() == limit) break;
    if (batch.scope == context.caller && batch.id > after) {
      output.failures.push_back(OutputOf(batch));
    }
  }
  return output;
}

}  // namespace

extern constexpr Operation kListFailures =
    DefineOperation<ListFailuresInput, ListFailuresOutput, ListFailures>("ListFailures", kInput,
                                                                         kOutput);

}  // namespace runnel

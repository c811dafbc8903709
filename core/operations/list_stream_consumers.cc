// Source: kinesis-api 4.26.
#include "core/api/errors.h"
#include "core/model/byte_fields.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/consumer_description.h"
#include "core/operations/next_token.h"
#include "core/operations/operation.h"
#include "core/operations/paging.h"

namespace runnel {
namespace {

struct ListStreamConsumersInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> max_results;
  std::optional<Timestamp> stream_creation_timestamp;
};
constexpr Member kInput[] = {
    Field<&ListStreamConsumersInput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&ListStreamConsumersInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&ListStreamConsumersInput::next_token>("NextToken", shapes::kNextToken),
    Field<&ListStreamConsumersInput::max_results>("MaxResults", shapes::kPageLimit),
    Field<&ListStreamConsumersInput::stream_creation_timestamp>("StreamCreationTimestamp",
                                                                shapes::kTimestamp),
};

struct ListStreamConsumersOutput {
  std::optional<std::vector<ConsumerOutput>> consumers;
  std::optional<std::string> next_token;
};
constexpr Member kOutput[] = {
    Field<&ListStreamConsumersOutput::consumers>("Consumers", kConsumerList),
    Field<&ListStreamConsumersOutput::next_token>("NextToken", shapes::kNextToken),
};

Result<ListStreamConsumersOutput> ListStreamConsumers(Context& context,
                                                      const ListStreamConsumersInput& input) {
  std::string token;
  if (input.next_token) {
    if (input.stream_creation_timestamp) return error::NextTokenWith("StreamCreationTimestamp");
    auto fields = OpenNextToken(context, ListKind::kConsumers, *input.next_token);
    if (!fields) return fields.error();
    token = *std::move(fields);
  }
  const auto found = FindStream(context, std::nullopt, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  std::string_view after;
  if (input.next_token) {
    FieldReader reader(token);
    if (reader.Unsigned() != stream.uid.value) return error::InvalidNextToken();
    after = reader.Text();
  }
  const auto created = CheckStreamCreation(stream, input.stream_creation_timestamp);
  if (!created) return created.error();
  const std::size_t page = PageSize(input.max_results, limits::kListConsumersPageMax);
  ListStreamConsumersOutput output;
  auto& listed = output.consumers.emplace();
  auto entry = stream.consumers.upper_bound(after);
  for (; entry != stream.consumers.end() && listed.size() < page; ++entry) {
    listed.push_back(ConsumerOutput::Of(*entry->second));
  }
  if (entry != stream.consumers.end()) {
    const std::string fields = FieldWriter()
                                   .Add(stream.uid.value)
                                   .Add(std::string_view(*listed.back().consumer_name))
                                   .Take();
    output.next_token = MakeNextToken(context, ListKind::kConsumers, fields);
  }
  return output;
}

}  // namespace

extern constexpr Operation kListStreamConsumers =
    DefineOperation<ListStreamConsumersInput, ListStreamConsumersOutput, ListStreamConsumers>(
        "ListStreamConsumers", kInput, kOutput);

}  // namespace runnel

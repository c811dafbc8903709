// Source: kinesis-api-45 5.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct UpdateStreamRecordDistributionStrategyInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<std::string> strategy;
};
constexpr Member kInput[] = {
    Field<&UpdateStreamRecordDistributionStrategyInput::stream_arn>("StreamARN", shapes::kStreamArn)
        .Required(),
    Field<&UpdateStreamRecordDistributionStrategyInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&UpdateStreamRecordDistributionStrategyInput::strategy>(
        "RecordDistributionStrategy", shapes::kRecordDistributionStrategy)
        .Required(),
};

Result<NoOutput> UpdateStreamRecordDistributionStrategy(
    Context& context, const UpdateStreamRecordDistributionStrategyInput& input) {
  const auto found = FindActiveStream(context, std::nullopt, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  const bool automatic = input.strategy == "AUTO";
  if (stream.mode == StreamMode::kProvisioned) {
    if (automatic) return error::AutoDistributionOnProvisioned();
    return NoOutput{};
  }
  // AWS: at once, without UPDATING and without new shards.
  StreamSettingsChange change;
  change.distribution =
      automatic ? RecordDistributionStrategy::kAuto : RecordDistributionStrategy::kUserPartitionKey;
  context.Emit(StreamSettingsChanged{stream.uid, change, context.now});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kUpdateStreamRecordDistributionStrategy =
    DefineOperation<UpdateStreamRecordDistributionStrategyInput,
                    UpdateStreamRecordDistributionStrategy>(
        "UpdateStreamRecordDistributionStrategy", kInput);

}  // namespace runnel

// Source: kinesis-api 4.14, 6.7; kinesis-api-45 2.7 and 5.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/quotas.h"
#include "core/operations/stream_change.h"
#include "core/operations/warm_throughput.h"

namespace runnel {
namespace {

struct TargetStreamMode {
  std::optional<std::string> stream_mode;
};
constexpr Member kTargetMode[] = {
    Field<&TargetStreamMode::stream_mode>("StreamMode", shapes::kStreamMode).Required(),
};
constexpr Shape kTargetModeShape = StructureShape(kTargetMode);

struct UpdateStreamModeInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<TargetStreamMode> stream_mode_details;
  std::optional<std::int32_t> warm_throughput_mibps;
};
constexpr Member kInput[] = {
    Field<&UpdateStreamModeInput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&UpdateStreamModeInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&UpdateStreamModeInput::stream_mode_details>("StreamModeDetails", kTargetModeShape)
        .Required(),
    Field<&UpdateStreamModeInput::warm_throughput_mibps>("WarmThroughputMiBps",
                                                         shapes::kNaturalInteger),
};

Result<void> CheckNewMode(const Context& context, const Stream& stream, StreamMode mode) {
  if (DailyQuotaExhausted(context, stream, DailyQuota::kModeChange,
                          limits::kModeChangesPerDayMax)) {
    return error::RateExceededForStream(stream.name(), stream.account());
  }
  if (mode == StreamMode::kOnDemand) return CheckOnDemandQuota(context, stream.arn.scope);
  // Producers without partition keys and channels would break without a word.
  if (stream.distribution == RecordDistributionStrategy::kAuto) {
    return error::StreamStillDistributes(stream.name(), stream.account());
  }
  if (HasBlockingChannel(context.state, stream)) {
    return error::ChannelsNeedOnDemand(stream.name(), stream.account());
  }
  return {};
}

Result<NoOutput> UpdateStreamMode(Context& context, const UpdateStreamModeInput& input) {
  const auto found = FindActiveStream(context, std::nullopt, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  const StreamMode mode = input.stream_mode_details->stream_mode == "ON_DEMAND"
                              ? StreamMode::kOnDemand
                              : StreamMode::kProvisioned;
  StreamSettingsChange change;
  if (input.warm_throughput_mibps) {
    const std::int32_t mibps = *input.warm_throughput_mibps;
    const auto checked = CheckWarmThroughput(context, stream.arn, mode, mibps);
    if (!checked) return checked.error();
    change.warm_throughput = {mibps, mibps};
  }
  if (mode != stream.mode) {
    if (const auto checked = CheckNewMode(context, stream, mode); !checked) return checked.error();
    change.mode = mode;
    context.Emit(DailyQuotaUsed{stream.uid, DailyQuota::kModeChange, context.now});
  }
  if (change.mode || change.warm_throughput) StartChange(context, stream, change);
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kUpdateStreamMode =
    DefineOperation<UpdateStreamModeInput, UpdateStreamMode>("UpdateStreamMode", kInput);

}  // namespace runnel

// Source: kinesis-api 4.13, 6.3.
#include <array>

#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/quotas.h"

namespace runnel {
namespace {

constexpr std::array<std::string_view, 1> kScalingTypes = {"UNIFORM_SCALING"};
constexpr Shape kScalingType = EnumShape(kScalingTypes);

struct UpdateShardCountInput {
  std::optional<std::string> scaling_type;
  std::optional<std::string> stream_name;
  std::optional<std::int32_t> target_shard_count;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&UpdateShardCountInput::scaling_type>("ScalingType", kScalingType).Required(),
    Field<&UpdateShardCountInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&UpdateShardCountInput::target_shard_count>("TargetShardCount", shapes::kPositiveInteger)
        .Required(),
    Field<&UpdateShardCountInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&UpdateShardCountInput::stream_id>("StreamId", shapes::kStreamId),
};

struct UpdateShardCountOutput {
  std::optional<std::string> stream_name;
  std::optional<std::int32_t> current_shard_count;
  std::optional<std::int32_t> target_shard_count;
  std::optional<std::string> stream_arn;
};
constexpr Member kOutput[] = {
    Field<&UpdateShardCountOutput::stream_name>("StreamName", shapes::kStreamName),
    Field<&UpdateShardCountOutput::current_shard_count>("CurrentShardCount", shapes::kInteger),
    Field<&UpdateShardCountOutput::target_shard_count>("TargetShardCount", shapes::kInteger),
    Field<&UpdateShardCountOutput::stream_arn>("StreamARN", shapes::kStreamArn),
};

Result<void> CheckTarget(const Context& context, const Stream& stream, std::int32_t target) {
  const auto open = static_cast<std::int64_t>(stream.open_shards.size());
  const std::int64_t elsewhere = context.state.AccountIn(stream.arn.scope).usage.open_shards - open;
  if (target > open && elsewhere + target > context.settings.shard_limit) {
    return error::TargetAboveLimit(context.settings.shard_limit, open, target);
  }
  if (target > 2 * open) return error::ScaleUpTooFar(open, target);
  if (2 * std::int64_t{target} < open) return error::ScaleDownTooFar(open, target);
  if (DailyQuotaExhausted(context, stream, DailyQuota::kUpdateShardCount,
                          limits::kUpdateShardCountPerDayMax)) {
    return error::UpdateShardCountPerDay(stream.name(), stream.account());
  }
  if (target > limits::kUpdateShardCountTargetMax) {
    return error::TargetAboveLimit(limits::kUpdateShardCountTargetMax, open, target);
  }
  return {};
}

Result<UpdateShardCountOutput> UpdateShardCount(Context& context,
                                                const UpdateShardCountInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (const auto ready = RequireReshardable(stream); !ready) return ready.error();
  const std::int32_t target = *input.target_shard_count;
  if (const auto checked = CheckTarget(context, stream, target); !checked) return checked.error();
  const auto open = static_cast<std::int32_t>(stream.open_shards.size());
  if (target != open) {
    context.Emit(DailyQuotaUsed{stream.uid, DailyQuota::kUpdateShardCount, context.now});
    context.Emit(StreamChangeStarted{stream.uid, PendingReshard{target},
                                     context.now + context.settings.update_stream_delay});
  }
  return UpdateShardCountOutput{stream.name().text(), open, target, stream.arn.ToString()};
}

}  // namespace

extern constexpr Operation kUpdateShardCount =
    DefineOperation<UpdateShardCountInput, UpdateShardCountOutput, UpdateShardCount>(
        "UpdateShardCount", kInput, kOutput);

}  // namespace runnel

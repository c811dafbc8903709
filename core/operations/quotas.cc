#include "core/operations/quotas.h"

#include <algorithm>

#include "core/api/errors.h"
#include "core/operations/throttling.h"

namespace runnel {

Result<void> CheckShardQuota(const State& state, const Settings& settings, const Scope& scope,
                             std::int64_t added) {
  const std::int64_t open = state.AccountIn(scope).usage.open_shards;
  const std::int32_t limit = settings.shard_limit;
  if (open + added > limit) return error::ShardLimit(scope, open, limit, added);
  return {};
}

Result<void> CheckOnDemandQuota(const Context& context, const Scope& scope) {
  const std::int64_t count = context.state.AccountIn(scope).usage.on_demand_streams;
  const std::int32_t limit = context.settings.on_demand_stream_limit;
  if (count + 1 > limit) return error::OnDemandStreamLimit(scope, count, limit);
  return {};
}

bool DailyQuotaExhausted(const Context& context, const Stream& stream, DailyQuota quota,
                         std::size_t per_day) {
  if (!LimitsHold(context, stream)) return false;
  const auto& uses = stream.daily_uses[static_cast<std::size_t>(quota)];
  const auto recent = std::count_if(uses.begin(), uses.end(), [&](Timestamp use) {
    return context.now - use < Duration::Hours(24);
  });
  return static_cast<std::size_t>(recent) >= per_day;
}

bool HasBlockingChannel(const State& state, const Stream& stream) {
  for (const auto& [name, channel] : state.AccountIn(stream.arn.scope).channels) {
    if (channel->stream == stream.uid && channel->blocks_stream()) return true;
  }
  return false;
}

}  // namespace runnel

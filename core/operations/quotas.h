// Whether an account may use more of its quotas (kinesis-api 7.3).
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

// Errors: LimitExceededException when `added` more shards would be too many.
Result<void> CheckShardQuota(const State& state, const Settings& settings, const Scope& scope,
                             std::int64_t added);
// Errors: LimitExceededException when one more on-demand stream would be too many.
Result<void> CheckOnDemandQuota(const Context& context, const Scope& scope);

// Whether a stream has used up a quota that AWS counts over 24 hours. Never, unless the settings
// enforce rate quotas.
bool DailyQuotaExhausted(const Context& context, const Stream& stream, DailyQuota quota,
                         std::size_t per_day);

// Whether a channel keeps the stream from being deleted or made provisioned (kinesis-api-45 2.7).
bool HasBlockingChannel(const State& state, const Stream& stream);

}  // namespace runnel

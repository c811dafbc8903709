// When a stream may have warm throughput.
// Source: kinesis-api 4.2, 4.14, 4.16.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

// How many MiB a second an on-demand stream of the region can take.
std::int32_t WarmThroughputLimit(const Region& region);

// Errors: ValidationException unless `mode` is on-demand and the account has an enabled minimum
// throughput billing commitment; LimitExceededException above the region's limit.
Result<void> CheckWarmThroughput(const Context& context, const StreamArn& stream, StreamMode mode,
                                 std::int32_t mibps);

}  // namespace runnel

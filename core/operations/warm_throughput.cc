#include "core/operations/warm_throughput.h"

#include "core/api/errors.h"
#include "core/model/limits.h"

namespace runnel {

std::int32_t WarmThroughputLimit(const Region& region) {
  const std::string& name = region.text();
  const bool large = name == "us-east-1" || name == "us-west-2" || name == "eu-west-1";
  return large ? limits::kWarmThroughputLargeRegionMax : limits::kWarmThroughputMax;
}

Result<void> CheckWarmThroughput(const Context& context, const StreamArn& stream, StreamMode mode,
                                 std::int32_t mibps) {
  if (mode == StreamMode::kProvisioned) return error::WarmThroughputOnProvisioned();
  if (!context.state.AccountIn(stream.scope).commitment.InForce(context.now)) {
    return error::WarmThroughputNotAllowed(stream.stream, stream.scope.account);
  }
  const std::int32_t limit = WarmThroughputLimit(stream.scope.region);
  if (mibps > limit) return error::WarmThroughputTooHigh(mibps, limit);
  return {};
}

}  // namespace runnel

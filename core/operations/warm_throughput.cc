#include "core/operations/warm_throughput.h"

#include "core/api/errors.h"
#include "core/model/limits.h"

namespace runnel {

Result<void> CheckWarmThroughput(const Context& context, const StreamArn& stream, StreamMode mode,
                                 std::int32_t mibps) {
  if (mode == StreamMode::kProvisioned) return error::WarmThroughputOnProvisioned();
  if (!context.state.AccountIn(stream.scope).commitment.InForce(context.now)) {
    return error::WarmThroughputNotAllowed(stream.stream, stream.scope.account);
  }
  const std::string& region = stream.scope.region.text();
  const bool large = region == "us-east-1" || region == "us-west-2" || region == "eu-west-1";
  const std::int32_t limit =
      large ? limits::kWarmThroughputLargeRegionMax : limits::kWarmThroughputMax;
  if (mibps > limit) return error::WarmThroughputTooHigh(mibps, limit);
  return {};
}

}  // namespace runnel

// Source: kinesis-api 4.6.
#include "core/operations/operation.h"
#include "core/operations/retention.h"

namespace runnel {
namespace {

Result<NoOutput> IncreaseStreamRetentionPeriod(Context& context, const RetentionInput& input) {
  return ChangeRetention(context, input, RetentionChange::kIncrease);
}

}  // namespace

extern constexpr Operation kIncreaseStreamRetentionPeriod =
    DefineOperation<RetentionInput, IncreaseStreamRetentionPeriod>("IncreaseStreamRetentionPeriod",
                                                                   kRetentionInput);

}  // namespace runnel

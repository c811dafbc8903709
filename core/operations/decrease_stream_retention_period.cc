// Source: kinesis-api 4.6.
#include "core/operations/operation.h"
#include "core/operations/retention.h"

namespace runnel {
namespace {

Result<NoOutput> DecreaseStreamRetentionPeriod(Context& context, const RetentionInput& input) {
  return ChangeRetention(context, input, RetentionChange::kDecrease);
}

}  // namespace

extern constexpr Operation kDecreaseStreamRetentionPeriod =
    DefineOperation<RetentionInput, DecreaseStreamRetentionPeriod>("DecreaseStreamRetentionPeriod",
                                                                   kRetentionInput);

}  // namespace runnel

#include "core/operations/account_settings.h"

namespace runnel {

AccountSettingsOutput AccountSettingsOutput::Of(const BillingCommitment& commitment,
                                                Timestamp now) {
  CommitmentOutput output;
  output.started_at = commitment.started;
  output.earliest_allowed_end_at = commitment.earliest_allowed_end;
  output.ended_at = commitment.ended;
  if (commitment.InForce(now)) {
    output.status = commitment.end_pending ? "ENABLED_UNTIL_EARLIEST_ALLOWED_END" : "ENABLED";
  } else {
    output.status = "DISABLED";
    // A pending end has come by itself.
    if (commitment.enabled) output.ended_at = commitment.earliest_allowed_end;
  }
  return AccountSettingsOutput{output};
}

}  // namespace runnel

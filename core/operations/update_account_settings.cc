// Source: kinesis-api 9.4.
#include "core/model/limits.h"
#include "core/operations/account_settings.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::array<std::string_view, 2> kStatuses = {"ENABLED", "DISABLED"};
constexpr Shape kStatus = EnumShape(kStatuses);

struct CommitmentInput {
  std::optional<std::string> status;
};
constexpr Member kCommitment[] = {
    Field<&CommitmentInput::status>("Status", kStatus).Required(),
};
constexpr Shape kCommitmentInputShape = StructureShape(kCommitment);

struct UpdateAccountSettingsInput {
  std::optional<CommitmentInput> commitment;
};
constexpr Member kInput[] = {
    Field<&UpdateAccountSettingsInput::commitment>("MinimumThroughputBillingCommitment",
                                                   kCommitmentInputShape)
        .Required(),
};

BillingCommitment Enabled(const BillingCommitment& commitment, Timestamp now) {
  if (commitment.InForce(now)) {
    // A pending end is called off.
    BillingCommitment kept = commitment;
    kept.end_pending = false;
    return kept;
  }
  BillingCommitment started;
  started.enabled = true;
  started.started = now;
  started.earliest_allowed_end = now + limits::kCommitmentMin;
  return started;
}

BillingCommitment Disabled(const BillingCommitment& commitment, Timestamp now) {
  BillingCommitment ended = commitment;
  if (!commitment.InForce(now)) return ended;
  if (now < *commitment.earliest_allowed_end) {
    ended.end_pending = true;
  } else {
    ended.enabled = false;
    ended.ended = now;
  }
  return ended;
}

Result<AccountSettingsOutput> UpdateAccountSettings(Context& context,
                                                    const UpdateAccountSettingsInput& input) {
  const BillingCommitment& before = context.state.AccountIn(context.caller).commitment;
  const BillingCommitment after = input.commitment->status == "ENABLED"
                                      ? Enabled(before, context.now)
                                      : Disabled(before, context.now);
  context.Emit(BillingCommitmentChanged{context.caller, after});
  return AccountSettingsOutput::Of(after, context.now);
}

}  // namespace

extern constexpr Operation kUpdateAccountSettings =
    DefineOperation<UpdateAccountSettingsInput, AccountSettingsOutput, UpdateAccountSettings>(
        "UpdateAccountSettings", kInput, kAccountSettingsOutput);

}  // namespace runnel

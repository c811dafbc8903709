// The minimum throughput billing commitment as the account operations show it.
// Source: kinesis-api 9.4.
#pragma once

#include <array>

#include "core/api/shapes.h"
#include "core/model/stream.h"

namespace runnel {

struct CommitmentOutput {
  std::string_view status;
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> ended_at;
  std::optional<Timestamp> earliest_allowed_end_at;
};
inline constexpr Member kCommitmentMembers[] = {
    Field<&CommitmentOutput::status>("Status", shapes::kText).Required(),
    Field<&CommitmentOutput::started_at>("StartedAt", shapes::kTimestamp),
    Field<&CommitmentOutput::ended_at>("EndedAt", shapes::kTimestamp),
    Field<&CommitmentOutput::earliest_allowed_end_at>("EarliestAllowedEndAt", shapes::kTimestamp),
};
inline constexpr Shape kCommitmentShape = StructureShape(kCommitmentMembers);

struct AccountSettingsOutput {
  std::optional<CommitmentOutput> commitment;

  static AccountSettingsOutput Of(const BillingCommitment& commitment, Timestamp now);
};
inline constexpr Member kAccountSettingsOutput[] = {
    Field<&AccountSettingsOutput::commitment>("MinimumThroughputBillingCommitment",
                                              kCommitmentShape),
};

}  // namespace runnel

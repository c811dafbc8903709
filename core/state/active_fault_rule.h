// A fault rule at work, and how often it has been.
#pragma once

#include <cstdint>

#include "core/base/time.h"
#include "core/model/fault_rule.h"
#include "core/model/token_bucket.h"

namespace runnel {

struct FaultTally {
  std::uint64_t matched = 0;  // calls, records or events that the rule is about
  std::uint64_t fired = 0;    // those of them that it struck
  TokenBucket budget;
};

struct ActiveFaultRule {
  FaultRule rule;  // with a rule_id and an action
  FaultAction action = FaultAction::kError;
  Timestamp added_at;
  FaultTally tally;
};

}  // namespace runnel

#include "core/faults/fault_rule_check.h"

#include <algorithm>
#include <cmath>

#include "core/api/errors.h"

namespace runnel {
namespace {

struct FaultError {
  std::string_view code;
  int http_status;
};
// kinesis-api 1.4, 2.3: what the service can answer once a request is well-formed.
constexpr FaultError kErrors[] = {
    {"AccessDeniedException", 400},     {"ExpiredIteratorException", 400},
    {"ExpiredNextTokenException", 400}, {"InternalFailure", 500},
    {"InternalFailureException", 500},  {"InvalidArgumentException", 400},
    {"KMSAccessDeniedException", 400},  {"KMSDisabledException", 400},
    {"KMSInvalidStateException", 400},  {"KMSNotFoundException", 400},
    {"KMSOptInRequired", 400},          {"KMSThrottlingException", 400},
    {"LimitExceededException", 400},    {"ProvisionedThroughputExceededException", 400},
    {"ResourceInUseException", 400},    {"ResourceNotFoundException", 400},
    {"ServiceUnavailable", 503},        {"ValidationException", 400},
};

const FaultError* FindError(std::string_view code) {
  const auto* const found =
      std::find_if(std::begin(kErrors), std::end(kErrors),
                   [&](const FaultError& error) { return error.code == code; });
  return found == std::end(kErrors) ? nullptr : found;
}

std::string CodeList() {
  std::string list;
  for (const FaultError& error : kErrors) {
    list.append(list.empty() ? "" : ", ").append(error.code);
  }
  return list;
}

bool Delays(FaultAction action) {
  return action == FaultAction::kDelay || action == FaultAction::kHideRecords ||
         action == FaultAction::kSilenceSubscription;
}

bool TakesErrorCode(FaultAction action) {
  return action == FaultAction::kError || action == FaultAction::kFailRecords ||
         action == FaultAction::kEndSubscription;
}

std::string CheckError(const FaultRule& rule, FaultAction action) {
  if (action == FaultAction::kError && !rule.error_code) {
    return "Action ERROR needs an ErrorCode. Codes: " + CodeList() + ".";
  }
  if ((rule.error_code || rule.error_message) && !TakesErrorCode(action)) {
    return "ErrorCode and ErrorMessage go with the actions ERROR, FAIL_RECORDS and "
           "END_SUBSCRIPTION.";
  }
  if (rule.error_code && !IsFaultErrorCode(*rule.error_code)) {
    return "ErrorCode '" + *rule.error_code +
           "' is not one that Kinesis answers with. Codes: " + CodeList() + ".";
  }
  return {};
}

std::string CheckDelay(const FaultRule& rule, FaultAction action) {
  const bool delays = Delays(action);
  const bool needed = action == FaultAction::kDelay || action == FaultAction::kHideRecords;
  if (needed && !rule.delay_millis) return "Actions DELAY and HIDE_RECORDS need DelayMillis.";
  if (!delays && (rule.delay_millis || rule.delay_max_millis || rule.delay_distribution)) {
    return "DelayMillis, DelayMaxMillis and DelayDistribution go with the actions DELAY, "
           "HIDE_RECORDS and SILENCE_SUBSCRIPTION.";
  }
  const bool drawn = rule.delay_distribution.value_or("FIXED") != "FIXED";
  if (drawn && !rule.delay_max_millis) {
    return "DelayDistribution UNIFORM and HEAVY_TAIL need DelayMaxMillis.";
  }
  if (rule.delay_max_millis && *rule.delay_max_millis < rule.delay_millis.value_or(0)) {
    return "DelayMaxMillis must not be below DelayMillis.";
  }
  return {};
}

std::string CheckFrequency(const FaultRule& rule) {
  if (rule.probability && !(*rule.probability >= 0 && *rule.probability <= 1)) {
    return "Probability must be from 0.0 to 1.0.";
  }
  if (rule.end_millis && *rule.end_millis <= rule.start_millis.value_or(0)) {
    return "EndMillis must be above StartMillis; both count from when the rule was added.";
  }
  if (!rule.budget_refill_per_second) return {};
  if (!rule.budget_tokens) return "BudgetRefillPerSecond needs BudgetTokens.";
  const double refill = *rule.budget_refill_per_second;
  if (!(refill >= 0 && refill <= 1e6)) return "BudgetRefillPerSecond must be from 0 to 1000000.";
  return {};
}

}  // namespace

bool IsFaultErrorCode(std::string_view code) { return FindError(code) != nullptr; }

int HttpStatusOf(std::string_view code) { return FindError(code)->http_status; }

TokenRate BudgetRate(const FaultRule& rule) {
  // In thousandths, so that slow refills are exact too.
  const double refill = rule.budget_refill_per_second.value_or(0) * 1000;
  return {static_cast<std::int64_t>(std::llround(refill)), *rule.budget_tokens * 1000};
}

Result<void> CheckFaultRule(const FaultRule& rule) {
  const FaultAction action = ActionOf(*rule.action);
  std::string wrong = CheckError(rule, action);
  if (wrong.empty()) wrong = CheckDelay(rule, action);
  if (wrong.empty()) wrong = CheckFrequency(rule);
  if (wrong.empty() && rule.shard_count && action != FaultAction::kReshard) {
    wrong = "ShardCount goes with the action RESHARD.";
  }
  if (wrong.empty() && rule.per_record && action != FaultAction::kFailRecords) {
    wrong = "PerRecord goes with the action FAIL_RECORDS.";
  }
  if (!wrong.empty()) return error::ControlArgument(wrong);
  return {};
}

FaultRule ErrorProbabilityRule(double probability) {
  FaultRule rule;
  rule.rule_id = kErrorProbabilityRule;
  rule.operations = {"PutRecord", "PutRecords"};
  rule.action = kFaultActions[static_cast<std::size_t>(FaultAction::kFailRecords)];
  rule.per_record = false;
  rule.probability = probability;
  return rule;
}

}  // namespace runnel

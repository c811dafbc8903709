#include "core/faults/fault_rule_check.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

FaultRule Rule(const std::string& action) {
  FaultRule rule;
  rule.action = action;
  return rule;
}

std::string Complaint(const FaultRule& rule) {
  const auto checked = CheckFaultRule(rule);
  return checked ? std::string() : checked.error().message();
}

TEST_CASE("every action is fine with what it needs") {
  for (const std::string_view action : kFaultActions) {
    FaultRule rule = Rule(std::string(action));
    if (action == "ERROR") rule.error_code = "InternalFailure";
    if (action == "DELAY" || action == "HIDE_RECORDS") rule.delay_millis = 5;
    CHECK_MESSAGE(Complaint(rule).empty(), action);
  }
}

TEST_CASE("an error needs a code that Kinesis has") {
  FaultRule rule = Rule("ERROR");
  CHECK(Complaint(rule).find("needs an ErrorCode") != std::string::npos);
  rule.error_code = "ThrottlingException";
  CHECK(Complaint(rule).find("'ThrottlingException' is not one") != std::string::npos);
  rule.error_code = "KMSThrottlingException";
  CHECK(Complaint(rule).empty());
  CHECK(HttpStatusOf("KMSThrottlingException") == 400);
  CHECK(HttpStatusOf("InternalFailure") == 500);
  CHECK(HttpStatusOf("ServiceUnavailable") == 503);
}

TEST_CASE("members that do not go with the action are refused") {
  FaultRule rule = Rule("DELAY");
  CHECK(Complaint(rule).find("need DelayMillis") != std::string::npos);
  rule.delay_millis = 100;
  rule.delay_distribution = "UNIFORM";
  CHECK(Complaint(rule).find("need DelayMaxMillis") != std::string::npos);
  rule.delay_max_millis = 99;
  CHECK(Complaint(rule).find("not be below") != std::string::npos);
  rule.delay_max_millis = 100;
  CHECK(Complaint(rule).empty());
  rule.shard_count = 2;
  CHECK(Complaint(rule).find("RESHARD") != std::string::npos);
  FaultRule dropping = Rule("DROP_AFTER");
  dropping.error_code = "InternalFailure";
  CHECK(Complaint(dropping).find("ErrorCode") != std::string::npos);
  FaultRule reshard = Rule("RESHARD");
  reshard.per_record = true;
  CHECK(Complaint(reshard).find("PerRecord") != std::string::npos);
}

TEST_CASE("how often is within its bounds") {
  FaultRule rule = Rule("DROP_AFTER");
  rule.probability = 1.5;
  CHECK(Complaint(rule).find("0.0 to 1.0") != std::string::npos);
  rule.probability = 1.0;
  rule.start_millis = 10;
  rule.end_millis = 10;
  CHECK(Complaint(rule).find("EndMillis") != std::string::npos);
  rule.end_millis = 11;
  rule.budget_refill_per_second = 1.0;
  CHECK(Complaint(rule).find("needs BudgetTokens") != std::string::npos);
  rule.budget_tokens = 1;
  CHECK(Complaint(rule).empty());
}

}  // namespace
}  // namespace runnel

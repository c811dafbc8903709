// Which members of a fault rule make sense together, and what a rule means where it says nothing.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/fault_rule.h"
#include "core/model/token_bucket.h"

namespace runnel {

// REQUIRES: the rule satisfies fault_shapes::kRule.
// Errors: what is wrong, and what would be right.
Result<void> CheckFaultRule(const FaultRule& rule);

// Whether a fault can answer with this code: an exception of the API, or a failure of its front.
bool IsFaultErrorCode(std::string_view code);
// 500, 503 or 400. REQUIRES: IsFaultErrorCode(code).
int HttpStatusOf(std::string_view code);

// A bucket that holds the rule's budget. REQUIRES: the rule has budget_tokens.
TokenRate BudgetRate(const FaultRule& rule);

// The rule that the setting `put_error_probability` stands for.
inline constexpr const char* kErrorProbabilityRule = "error-probability";
FaultRule ErrorProbabilityRule(double probability);

}  // namespace runnel

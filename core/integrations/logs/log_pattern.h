// The filter patterns of CloudWatch Logs: terms, phrases, regular expressions, selectors of JSON.
// Source: integrations 5.3.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/integrations/logs/json_selector.h"
#include "core/integrations/logs/log_regex.h"

namespace runnel {

class LogPattern {
 public:
  // Nullopt: it is no pattern; `fault` says why. The empty one matches everything.
  static std::optional<LogPattern> Parse(std::string_view text, std::string& fault);

  // Not to be relied on once the budget is exceeded.
  bool Matches(std::string_view message, LogRegexBudget& budget) const;

 private:
  struct Term {
    enum class Kind { kRequired, kOptional, kExcluded };
    Kind kind = Kind::kRequired;
    bool is_regex = false;
    std::string text;

    bool IsIn(std::string_view message, LogRegexBudget& budget) const;
  };
  static bool TakeTerm(std::string_view& rest, Term& term, std::string& fault);

  std::vector<Term> terms_;
  std::shared_ptr<const JsonSelector> selector_;  // null: it is of terms
};

}  // namespace runnel

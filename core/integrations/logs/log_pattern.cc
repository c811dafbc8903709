#include "core/integrations/logs/log_pattern.h"

#include <algorithm>

namespace runnel {

bool LogPattern::Term::IsIn(std::string_view message, LogRegexBudget& budget) const {
  return is_regex ? FindLogRegex(text, message, budget)
                  : message.find(text) != std::string_view::npos;
}

bool LogPattern::TakeTerm(std::string_view& rest, Term& term, std::string& fault) {
  if (rest.front() == '?') term.kind = Term::Kind::kOptional;
  if (rest.front() == '-') term.kind = Term::Kind::kExcluded;
  if (term.kind != Term::Kind::kRequired) rest.remove_prefix(1);
  if (rest.empty() || rest.front() == ' ') {
    fault = "a ? or - stands before nothing";
    return false;
  }
  const char quote = rest.front();
  if (quote != '"' && quote != '%') {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    term.text = rest.substr(0, end);
    rest.remove_prefix(end);
    return true;
  }
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != quote; ++at) {
    if (quote == '"' && rest[at] == '\\' && at + 1 < rest.size()) ++at;
    term.text += rest[at];
  }
  if (at == rest.size()) {
    fault = std::string("a ") + quote + " has no end";
    return false;
  }
  rest.remove_prefix(at + 1);
  term.is_regex = quote == '%';
  if (term.is_regex && !IsLogRegex(term.text)) {
    fault = "%" + term.text + "% is not a regular expression that is known here";
    return false;
  }
  return true;
}

std::optional<LogPattern> LogPattern::Parse(std::string_view text, std::string& fault) {
  LogPattern pattern;
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.starts_with('{')) {
    auto selector = JsonSelector::Parse(text, fault);
    if (!selector) return std::nullopt;
    pattern.selector_ = std::make_shared<const JsonSelector>(*std::move(selector));
    return pattern;
  }
  if (text.starts_with('[')) {
    fault =
        "patterns of fields between spaces are not known here; terms, \"phrases\", "
        "%regular expressions% and { $.members } are";
    return std::nullopt;
  }
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
    } else if (!TakeTerm(text, pattern.terms_.emplace_back(), fault)) {
      return std::nullopt;
    }
  }
  return pattern;
}

bool LogPattern::Matches(std::string_view message, LogRegexBudget& budget) const {
  if (selector_) return selector_->Matches(message);
  bool has_optional = false;
  bool one_is_in = false;
  for (const Term& term : terms_) {
    const bool is_in = term.IsIn(message, budget);
    if (term.kind == Term::Kind::kRequired && !is_in) return false;
    if (term.kind == Term::Kind::kExcluded && is_in) return false;
    if (term.kind != Term::Kind::kOptional) continue;
    has_optional = true;
    one_is_in |= is_in;
  }
  return !has_optional || one_is_in;
}

}  // namespace runnel

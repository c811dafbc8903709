#include "core/integrations/event_filter/value_rule.h"

#include <algorithm>
#include <cmath>

#include "core/base/ascii_case.h"

namespace runnel {
namespace {

namespace bj = boost::json;

constexpr double kNumberMax = 5e9;

bool SameNumber(const bj::value& a, const bj::value& b) {
  if (a.is_int64() && b.is_int64()) return a.get_int64() == b.get_int64();
  if (a.is_uint64() && b.is_uint64()) return a.get_uint64() == b.get_uint64();
  boost::json::error_code unused;
  return a.to_number<double>(unused) == b.to_number<double>(unused);
}

// What stands between two stars of a wildcard, without its escapes.
std::vector<std::string> PartsOf(std::string_view wildcard) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') {
      parts.emplace_back();
      continue;
    }
    if (wildcard[i] == '\\') ++i;
    parts.back().push_back(wildcard[i]);
  }
  return parts;
}

// The parts in order: the first at the front, the last at the end, the others wherever they come
// first. Nothing is looked at twice but for what std::string_view::find looks at twice.
bool MatchesParts(std::string_view wildcard, std::string_view text) {
  const std::vector<std::string> parts = PartsOf(wildcard);
  if (parts.size() == 1) return text == parts.front();
  if (!text.starts_with(parts.front())) return false;
  text.remove_prefix(parts.front().size());
  if (!text.ends_with(parts.back())) return false;
  text.remove_suffix(parts.back().size());
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    const std::size_t found = text.find(parts[i]);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + parts[i].size());
  }
  return true;
}

bool HoldsFor(const TextRule& rule, std::string_view text, std::string_view wanted) {
  switch (rule.kind) {
    case TextRule::Kind::kPrefix:
      return text.starts_with(wanted);
    case TextRule::Kind::kSuffix:
      return text.ends_with(wanted);
    case TextRule::Kind::kEquals:
      return text == wanted;
    case TextRule::Kind::kWildcard:
      return MatchesParts(wanted, text);
  }
  return false;
}

struct Test {
  const bj::value& value;

  std::optional<std::string_view> text() const {
    const bj::string* const held = value.if_string();
    if (held == nullptr) return std::nullopt;
    return std::string_view(held->data(), held->size());
  }

  bool operator()(const ExactRule& rule) const {
    if (value.is_number() && rule.value.is_number()) return SameNumber(value, rule.value);
    return value == rule.value;
  }
  bool operator()(const TextRule& rule) const {
    if (!text()) return false;
    if (!rule.ignores_case) return HoldsFor(rule, *text(), rule.text);
    return HoldsFor(rule, LowerCased(*text()), LowerCased(rule.text));
  }
  bool operator()(const NumericRule& rule) const {
    if (!value.is_number()) return false;
    boost::json::error_code unused;
    const auto number = value.to_number<double>(unused);
    if (std::abs(number) > kNumberMax) return false;
    if (rule.bottom && (rule.bottom_included ? number < *rule.bottom : number <= *rule.bottom)) {
      return false;
    }
    return !rule.top || (rule.top_included ? number <= *rule.top : number < *rule.top);
  }
  bool operator()(const CidrRule& rule) const {
    const auto address = text() ? ReadIpAddress(*text()) : std::nullopt;
    return address && rule.block.Contains(*address);
  }
  bool operator()(const PresenceRule& rule) const { return rule.present; }
  bool operator()(const AnythingButRule& rule) const {
    return std::none_of(rule.excluded.begin(), rule.excluded.end(),
                        [this](const auto& excluded) { return std::visit(*this, excluded); });
  }
};

}  // namespace

bool Holds(const ValueRule& rule, const boost::json::value& value) {
  return std::visit(Test{value}, rule);
}

}  // namespace runnel

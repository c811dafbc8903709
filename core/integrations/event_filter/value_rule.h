// One element of the array at a leaf of an event pattern: what it asks of a single value.
// Source: integrations 2.6.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ip_address.h"

namespace runnel {

// The value itself. Numbers are equal by value: 300 and 300.0 are the same.
struct ExactRule {
  boost::json::value value;  // a string, a number, true, false or null
};

// Strings only.
struct TextRule {
  enum class Kind { kPrefix, kSuffix, kEquals, kWildcard };
  Kind kind = Kind::kEquals;
  bool ignores_case = false;  // of ASCII letters
  std::string text;           // of a wildcard: as written, with its escapes
};

// JSON numbers from -5e9 to 5e9 only.
struct NumericRule {
  std::optional<double> bottom;
  bool bottom_included = false;
  std::optional<double> top;
  bool top_included = false;
};

// Strings that are an IP address.
struct CidrRule {
  IpBlock block;
};

// Whether there is any value. Decided by the pattern: a value that is tested is there.
struct PresenceRule {
  bool present = true;
};

// A value that none of these holds for.
struct AnythingButRule {
  std::vector<std::variant<ExactRule, TextRule>> excluded;
};

using ValueRule =
    std::variant<ExactRule, TextRule, NumericRule, CidrRule, PresenceRule, AnythingButRule>;

// Whether `value`, neither an array nor an object, is what the rule asks for.
bool Holds(const ValueRule& rule, const boost::json::value& value);

// Reads one element of a leaf's array. Nullopt when it is not valid; `fault` then says why, in the
// words of EventBridge.
std::optional<ValueRule> ReadValueRule(const boost::json::value& element, std::string& fault);

}  // namespace runnel

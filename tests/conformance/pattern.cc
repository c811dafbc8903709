#include "tests/conformance/pattern.h"

#include <algorithm>
#include <array>
#include <boost/regex.hpp>
#include <stdexcept>
#include <string_view>

#include "tests/conformance/sequence_number.h"

namespace runnel::conformance {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownBytesMax = 300;

std::string Shown(const json::value& value) {
  std::string text = json::serialize(value);
  if (text.size() > kShownBytesMax) text = text.substr(0, kShownBytesMax) + "...";
  return text;
}

// Texts of digits of any length, as sequence numbers are, and texts of any other kind.
int CompareTexts(std::string_view a, std::string_view b) {
  const auto is_digits = [](std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (is_digits(a) && is_digits(b) && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

// Negative, zero, positive; nothing if the two have no order.
std::optional<int> Compare(const json::value& a, const json::value& b) {
  if (a.is_string() && b.is_string()) return CompareTexts(a.get_string(), b.get_string());
  if (!a.is_number() || !b.is_number()) return std::nullopt;
  const double x = a.to_number<double>();
  const double y = b.to_number<double>();
  return x < y ? -1 : x > y ? 1 : 0;
}

bool HasType(const json::value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "number") return value.is_number();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "boolean") return value.is_bool();
  if (type == "list") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "value") return true;
  throw std::runtime_error("$any knows no type " + std::string(type));
}

std::size_t LengthOf(const json::value& value) {
  if (value.is_string()) return value.get_string().size();
  if (value.is_array()) return value.get_array().size();
  return value.is_object() ? value.get_object().size() : 0;
}

bool IsAbsentPattern(const json::value& pattern) {
  return pattern.is_object() && pattern.get_object().contains("$absent");
}

class Matcher {
 public:
  explicit Matcher(Captures& captures) : captures_(captures) {}

  bool Match(const json::value& pattern, const json::value& actual) {
    if (pattern.is_object()) {
      const json::object& members = pattern.get_object();
      const bool special = !members.empty() && members.begin()->key().front() == '$';
      return special ? MatchSpecial(members, actual) : MatchObject(members, actual, true);
    }
    if (pattern.is_array()) return MatchList(pattern.get_array(), actual);
    const bool same = pattern.is_number() ? Compare(pattern, actual) == 0 : pattern == actual;
    return same || Fail(Shown(pattern), actual);
  }

  std::string TakeDifference() { return std::move(difference_); }

 private:
  bool Fail(const std::string& expected, const json::value& actual) {
    if (difference_.empty()) {
      difference_ = path_ + ": expected " + expected + ", got " + Shown(actual);
    }
    return false;
  }

  bool MatchAt(const std::string& step, const json::value& pattern, const json::value& actual) {
    const std::string before = path_;
    path_ += step;
    const bool matches = Match(pattern, actual);
    path_ = before;
    return matches;
  }

  bool MatchObject(const json::object& pattern, const json::value& actual, bool exact) {
    if (!actual.is_object()) return Fail(Shown(pattern), actual);
    const json::object& members = actual.get_object();
    for (const auto& [name, member_pattern] : pattern) {
      const json::value* member = members.if_contains(name);
      const bool wanted = !IsAbsentPattern(member_pattern);
      if (wanted != (member != nullptr)) {
        return Fail((wanted ? "a member " : "no member ") + std::string(name), actual);
      }
      if (wanted && !MatchAt("." + std::string(name), member_pattern, *member)) return false;
    }
    for (const auto& [name, member] : members) {
      if (exact && !pattern.contains(name)) {
        return Fail("no member " + std::string(name), actual);
      }
    }
    return true;
  }

  bool MatchList(const json::array& pattern, const json::value& actual) {
    if (!actual.is_array()) return Fail(Shown(pattern), actual);
    const json::array& elements = actual.get_array();
    if (elements.size() != pattern.size()) {
      return Fail(std::to_string(pattern.size()) + " elements", actual);
    }
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (!MatchAt("[" + std::to_string(i) + "]", pattern[i], elements[i])) return false;
    }
    return true;
  }

  // Every member is a condition of its own; all must hold.
  bool MatchSpecial(const json::object& conditions, const json::value& actual) {
    for (const auto& [name, argument] : conditions) {
      if (!MatchCondition(name, argument, actual)) return false;
    }
    return true;
  }

  bool MatchCondition(std::string_view name, const json::value& argument,
                      const json::value& actual) {
    if (name == "$capture") {
      captures_[argument.as_string()] = actual;
      return true;
    }
    if (name == "$subset") return MatchObject(argument.as_object(), actual, false);
    if (name == "$each") return MatchEach(argument, actual);
    if (name == "$unordered") return MatchUnordered(argument.as_array(), actual);
    if (name == "$json") return MatchParsed(argument, actual);
    if (name == "$sequence") return MatchSequence(argument, actual);
    return Holds(name, argument, actual) || Fail(std::string(name) + " " + Shown(argument), actual);
  }

  bool Holds(std::string_view name, const json::value& argument, const json::value& actual) {
    if (name == "$any") return HasType(actual, argument.as_string());
    if (name == "$length") return LengthOf(actual) == static_cast<std::size_t>(argument.as_int64());
    if (name == "$not") return !Matcher(captures_).Match(argument, actual);
    if (name == "$match") {
      if (!actual.is_string()) return false;
      const json::string& text = actual.get_string();
      return boost::regex_match(text.begin(), text.end(),
                                boost::regex(std::string(argument.as_string())));
    }
    const auto order = Compare(actual, argument);
    if (!order) return false;
    if (name == "$gt") return *order > 0;
    if (name == "$ge") return *order >= 0;
    if (name == "$lt") return *order < 0;
    return *order <= 0;
  }

  bool MatchEach(const json::value& pattern, const json::value& actual) {
    if (!actual.is_array()) return Fail("a list", actual);
    std::size_t index = 0;
    for (const json::value& element : actual.get_array()) {
      if (!MatchAt("[" + std::to_string(index++) + "]", pattern, element)) return false;
    }
    return true;
  }

  // Each pattern takes the first element it matches that no earlier pattern took.
  bool MatchUnordered(const json::array& patterns, const json::value& actual) {
    if (!actual.is_array() || actual.get_array().size() != patterns.size()) {
      return Fail(std::to_string(patterns.size()) + " elements", actual);
    }
    std::vector<const json::value*> rest;
    for (const json::value& element : actual.get_array()) rest.push_back(&element);
    for (const json::value& pattern : patterns) {
      const auto taken = std::find_if(rest.begin(), rest.end(), [&](const json::value* element) {
        return Matcher(captures_).Match(pattern, *element);
      });
      if (taken == rest.end()) return Fail("an element " + Shown(pattern), actual);
      rest.erase(taken);
    }
    return true;
  }

  bool MatchParsed(const json::value& pattern, const json::value& actual) {
    json::error_code error;
    json::value parsed;
    if (actual.is_string()) parsed = json::parse(actual.get_string(), error);
    if (!actual.is_string() || error) return Fail("a JSON text", actual);
    return MatchAt(" parsed", pattern, parsed);
  }

  bool MatchSequence(const json::value& pattern, const json::value& actual) {
    std::optional<json::object> fields;
    if (actual.is_string()) fields = DecodeSequenceNumber(actual.get_string());
    if (!fields) return Fail("a sequence number", actual);
    return MatchAt(" decoded", json::object{{"$subset", pattern}}, *fields);
  }

  Captures& captures_;
  std::string path_ = "$";
  std::string difference_;
};

constexpr std::array<std::string_view, 15> kMatchers = {
    "$capture", "$subset", "$each", "$unordered", "$json", "$sequence", "$any",   "$length",
    "$not",     "$match",  "$gt",   "$ge",        "$lt",   "$le",       "$absent"};

}  // namespace

std::optional<std::string> FindDifference(const json::value& pattern, const json::value& actual,
                                          Captures& captures) {
  Matcher matcher(captures);
  if (matcher.Match(Expand(pattern, captures), actual)) return std::nullopt;
  return matcher.TakeDifference();
}

void CheckPattern(const json::value& pattern) {
  if (pattern.is_array()) {
    for (const json::value& element : pattern.get_array()) CheckPattern(element);
  }
  if (!pattern.is_object() || IsBuilder(pattern.get_object())) return;
  for (const auto& [name, member] : pattern.get_object()) {
    const bool special = !name.empty() && name.front() == '$' && !name.starts_with("${");
    if (special &&
        std::find(kMatchers.begin(), kMatchers.end(), std::string_view(name)) == kMatchers.end()) {
      throw std::runtime_error("no matcher is called " + std::string(name));
    }
    CheckPattern(member);
  }
}

}  // namespace runnel::conformance

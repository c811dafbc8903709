#include "core/policy/condition.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/ascii_case.h"
#include "core/base/calendar.h"
#include "core/base/ip_address.h"
#include "core/base/whole_number.h"
#include "core/policy/wildcard.h"

namespace runnel {
namespace {

namespace bj = boost::json;

// A number with a fraction, "12.50", in billionths: enough for whatever a policy compares, and
// without floating-point texts, which libc++ 14 cannot read.
std::optional<std::int64_t> ReadBillionths(std::string_view text) {
  constexpr std::size_t kPlaces = 9;
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, dot));
  std::string_view fraction = text.substr(std::min(dot + 1, text.size()));
  if (fraction.size() > kPlaces) fraction = fraction.substr(0, kPlaces);
  digits.append(fraction).append(kPlaces - fraction.size(), '0');
  if (dot == 0) return std::nullopt;
  return ReadWholeNumber<std::int64_t>(digits);
}

// A date of ISO 8601, or seconds since 1970.
std::optional<std::int64_t> ReadDate(std::string_view text) {
  if (const auto time = ReadExtendedTime(text)) return time->milliseconds;
  const auto seconds = ReadWholeNumber<std::int64_t>(text);
  constexpr std::int64_t kSecondsMax = 1'000'000'000'000;
  if (!seconds || *seconds > kSecondsMax || *seconds < -kSecondsMax) return std::nullopt;
  return *seconds * 1000;
}

using Reader = std::optional<std::int64_t> (*)(std::string_view);
enum class Order { kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// `value` is the request's, `wanted` the policy's. What cannot be read compares with nothing.
template <Reader kRead, Order kOrder>
bool Compares(std::string_view value, std::string_view wanted) {
  const auto a = kRead(value);
  const auto b = kRead(wanted);
  if (!a || !b) return false;
  switch (kOrder) {
    case Order::kEqual:
      return *a == *b;
    case Order::kLess:
      return *a < *b;
    case Order::kLessOrEqual:
      return *a <= *b;
    case Order::kGreater:
      return *a > *b;
    case Order::kGreaterOrEqual:
      break;
  }
  return *a >= *b;
}

bool Equals(std::string_view value, std::string_view wanted) { return value == wanted; }
bool EqualsWithoutCase(std::string_view value, std::string_view wanted) {
  return LowerCased(value) == LowerCased(wanted);
}
bool Like(std::string_view value, std::string_view wanted) {
  return MatchesWildcard(wanted, value);
}
// AWS: ArnEquals and ArnLike are the same.
bool ArnLike(std::string_view value, std::string_view wanted) { return MatchesArn(wanted, value); }
bool InBlock(std::string_view value, std::string_view wanted) {
  const auto address = ReadIpAddress(value);
  const auto block = IpBlock::Read(wanted);
  return address && block && block->Contains(*address);
}

struct Operator {
  std::string_view name;
  bool (*matches)(std::string_view value, std::string_view wanted);
  bool negated = false;  // holds if no wanted value matches
};

constexpr auto kOperators = std::to_array<Operator>({
    {"StringEquals", Equals},
    {"StringNotEquals", Equals, true},
    {"StringEqualsIgnoreCase", EqualsWithoutCase},
    {"StringNotEqualsIgnoreCase", EqualsWithoutCase, true},
    {"StringLike", Like},
    {"StringNotLike", Like, true},
    {"NumericEquals", Compares<ReadBillionths, Order::kEqual>},
    {"NumericNotEquals", Compares<ReadBillionths, Order::kEqual>, true},
    {"NumericLessThan", Compares<ReadBillionths, Order::kLess>},
    {"NumericLessThanEquals", Compares<ReadBillionths, Order::kLessOrEqual>},
    {"NumericGreaterThan", Compares<ReadBillionths, Order::kGreater>},
    {"NumericGreaterThanEquals", Compares<ReadBillionths, Order::kGreaterOrEqual>},
    {"DateEquals", Compares<ReadDate, Order::kEqual>},
    {"DateNotEquals", Compares<ReadDate, Order::kEqual>, true},
    {"DateLessThan", Compares<ReadDate, Order::kLess>},
    {"DateLessThanEquals", Compares<ReadDate, Order::kLessOrEqual>},
    {"DateGreaterThan", Compares<ReadDate, Order::kGreater>},
    {"DateGreaterThanEquals", Compares<ReadDate, Order::kGreaterOrEqual>},
    {"Bool", EqualsWithoutCase},
    {"BinaryEquals", Equals},
    {"IpAddress", InBlock},
    {"NotIpAddress", InBlock, true},
    {"ArnEquals", ArnLike},
    {"ArnLike", ArnLike},
    {"ArnNotEquals", ArnLike, true},
    {"ArnNotLike", ArnLike, true},
});

enum class Quantifier { kNone, kAll, kAny };

struct Test {
  Quantifier quantifier = Quantifier::kNone;
  const Operator* comparison = nullptr;  // null: Null, whether the key is absent
  bool if_exists = false;
};

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "ForAnyValue:StringEqualsIfExists" and the like.
std::optional<Test> ReadTest(std::string_view name) {
  Test test;
  if (TakePrefix(name, "ForAllValues:")) test.quantifier = Quantifier::kAll;
  if (TakePrefix(name, "ForAnyValue:")) test.quantifier = Quantifier::kAny;
  if (name == "Null" && test.quantifier == Quantifier::kNone) return test;
  constexpr std::string_view kIfExists = "IfExists";
  if (name.ends_with(kIfExists)) {
    test.if_exists = true;
    name.remove_suffix(kIfExists.size());
  }
  const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                  [name](const Operator& known) { return known.name == name; });
  if (found == kOperators.end()) return std::nullopt;
  test.comparison = &*found;
  return test;
}

// A value that a policy compares with: a text, or a number or truth that stands for one.
std::optional<std::string> ReadWanted(const bj::value& value) {
  if (value.is_string()) {
    return std::string(value.get_string().data(), value.get_string().size());
  }
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  return std::nullopt;
}

// Nullopt unless it is such a value or a list of them.
std::optional<std::vector<std::string>> ReadAllWanted(const bj::value& value) {
  std::vector<std::string> all;
  if (const bj::array* list = value.if_array()) {
    for (const bj::value& element : *list) {
      auto wanted = ReadWanted(element);
      if (!wanted) return std::nullopt;
      all.push_back(*std::move(wanted));
    }
    return all;
  }
  auto wanted = ReadWanted(value);
  if (!wanted) return std::nullopt;
  all.push_back(*std::move(wanted));
  return all;
}

bool Satisfies(const Operator& comparison, const std::string& value,
               const std::vector<std::string>& wanted) {
  const bool any = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
    return comparison.matches(value, one);
  });
  return any != comparison.negated;
}

bool TestHolds(const Test& test, const std::vector<std::string>* values,
               const std::vector<std::string>& wanted) {
  if (test.comparison == nullptr) {
    const std::string absent = values == nullptr ? "true" : "false";
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& one) { return LowerCased(one) == absent; });
  }
  if (values == nullptr) {
    // AWS: what is not there is not equal to anything; and all of nothing is anything.
    return test.if_exists || test.quantifier == Quantifier::kAll ||
           (test.quantifier == Quantifier::kNone && test.comparison->negated);
  }
  const auto holds = [&](const std::string& value) {
    return Satisfies(*test.comparison, value, wanted);
  };
  // A key with several values needs a quantifier; without one, a negation is meant for all of them.
  const bool all = test.quantifier == Quantifier::kAll ||
                   (test.quantifier == Quantifier::kNone && test.comparison->negated);
  return all ? std::all_of(values->begin(), values->end(), holds)
             : std::any_of(values->begin(), values->end(), holds);
}

std::string_view View(bj::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string FindConditionFault(const bj::object& condition) {
  for (const auto& entry : condition) {
    const std::string name(View(entry.key()));
    if (!ReadTest(name)) return "Condition has no operator " + name + ".";
    const bj::object* const keys = entry.value().if_object();
    if (keys == nullptr) return name + " must be an object of condition keys.";
    for (const auto& key : *keys) {
      if (ReadAllWanted(key.value())) continue;
      return std::string(View(key.key())) + " must be a string or a list of strings.";
    }
  }
  return {};
}

bool ConditionHolds(const bj::object& condition, const ConditionKeys& keys) {
  for (const auto& entry : condition) {
    const auto test = ReadTest(View(entry.key()));
    const bj::object* const wanted_by_key = entry.value().if_object();
    if (!test || wanted_by_key == nullptr) return false;
    for (const auto& key : *wanted_by_key) {
      const auto found = keys.find(LowerCased(View(key.key())));
      const auto wanted = ReadAllWanted(key.value());
      if (!wanted) return false;
      if (!TestHolds(*test, found == keys.end() ? nullptr : &found->second, *wanted)) return false;
    }
  }
  return true;
}

}  // namespace runnel

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/whole_number.h"
#include "core/integrations/event_filter/value_rule.h"

namespace runnel {
namespace {

namespace bj = boost::json;

constexpr double kNumberMax = 5e9;
// A guess: EventBridge says only that there can be too many.
constexpr std::ptrdiff_t kStarsMax = 50;

std::string_view View(const bj::string& text) { return {text.data(), text.size()}; }
std::string Text(const bj::string& text) { return std::string(View(text)); }

std::string WildcardFault(std::string_view wildcard) {
  for (std::size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '\\') {
      const char next = i + 1 < wildcard.size() ? wildcard[i + 1] : '\0';
      if (next != '*' && next != '\\') {
        return "Invalid escape character at pos " + std::to_string(i);
      }
      ++i;
    } else if (wildcard.substr(i).starts_with("**")) {
      return "Consecutive wildcard characters at pos " + std::to_string(i);
    }
  }
  if (std::count(wildcard.begin(), wildcard.end(), '*') > kStarsMax) {
    return "Rule is too complex - try using fewer wildcard characters or fewer repeating character "
           "sequences after a wildcard character";
  }
  return {};
}

struct NamedTextKind {
  std::string_view name;
  TextRule::Kind kind;
  bool ignores_case;
};
constexpr std::array<NamedTextKind, 4> kTextKinds = {{
    {"prefix", TextRule::Kind::kPrefix, false},
    {"suffix", TextRule::Kind::kSuffix, false},
    {"equals-ignore-case", TextRule::Kind::kEquals, true},
    {"wildcard", TextRule::Kind::kWildcard, false},
}};

const NamedTextKind* TextKindOf(std::string_view name) {
  const auto* const found = std::find_if(kTextKinds.begin(), kTextKinds.end(),
                                         [&](const auto& kind) { return kind.name == name; });
  return found == kTextKinds.end() ? nullptr : found;
}

// Reads the rules; each function gives nullopt and says why when there is none.
class Reader {
 public:
  explicit Reader(std::string& fault) : fault_(fault) {}

  std::optional<ValueRule> Element(const bj::value& element) {
    if (element.is_array()) {
      return Refuse("Match value must be String, number, true, false, or null");
    }
    const bj::object* const object = element.if_object();
    if (object == nullptr) return ExactRule{element};
    if (object->size() != 1) return Refuse("Only one key allowed in match expression");
    const std::string_view name = object->begin()->key();
    const bj::value& value = object->begin()->value();
    if (const NamedTextKind* const kind = TextKindOf(name)) return Texts(*kind, value);
    if (name == "numeric") return Numeric(value);
    if (name == "cidr") return Cidr(value);
    if (name == "exists") return Presence(value);
    if (name == "anything-but") return AnythingBut(value);
    return Refuse("Unrecognized match type " + std::string(name));
  }

 private:
  std::nullopt_t Refuse(std::string fault) {
    fault_ = std::move(fault);
    return std::nullopt;
  }

  std::optional<TextRule> Plain(const NamedTextKind& kind, const bj::value& value) {
    if (!value.is_string()) {
      return Refuse(std::string(kind.name) + " match pattern must be a string");
    }
    const std::string text = Text(value.get_string());
    if (kind.kind == TextRule::Kind::kWildcard) {
      if (std::string fault = WildcardFault(text); !fault.empty()) return Refuse(std::move(fault));
    }
    return TextRule{kind.kind, kind.ignores_case, text};
  }

  std::optional<ValueRule> Texts(const NamedTextKind& kind, const bj::value& value) {
    const bool takes_object =
        kind.kind == TextRule::Kind::kPrefix || kind.kind == TextRule::Kind::kSuffix;
    const bj::object* const object = takes_object ? value.if_object() : nullptr;
    if (object == nullptr) return Plain(kind, value);
    const bool one = object->size() == 1 && object->begin()->key() == "equals-ignore-case";
    if (!one) return Refuse("Unsupported anything-but pattern");
    auto rule = Plain({kind.name, kind.kind, true}, object->begin()->value());
    if (!rule) return std::nullopt;
    return *std::move(rule);
  }

  std::optional<double> Number(std::string_view op, const bj::value& value) {
    if (!value.is_number()) return Refuse("Value of " + std::string(op) + " must be numeric");
    boost::json::error_code unused;
    const auto number = value.to_number<double>(unused);
    if (std::abs(number) > kNumberMax) {
      return Refuse("Value must be between -5.0E9 and 5.0E9, inclusive");
    }
    return number;
  }

  std::optional<ValueRule> Numeric(const bj::value& value) {
    const bj::array* const list = value.if_array();
    if (list == nullptr) return Refuse("Value of numeric must be an array.");
    if (list->empty()) return Refuse("Invalid member in numeric match: ]");
    NumericRule rule;
    for (std::size_t i = 0; i < list->size(); i += 2) {
      const bj::string* const op_text = (*list)[i].if_string();
      if (op_text == nullptr) return Refuse("Invalid member in numeric match: not a string");
      const std::string op = Text(*op_text);
      if (i + 1 == list->size()) return Refuse("Value of " + op + " must be numeric");
      const auto number = Number(op, (*list)[i + 1]);
      if (!number) return std::nullopt;
      if (!TakeBound(op, *number, i == 0, list->size(), rule)) return std::nullopt;
    }
    const bool range = rule.bottom && rule.top && list->size() == 4;
    if (range && *rule.bottom >= *rule.top) return Refuse("Bottom must be less than top");
    return rule;
  }

  // One operator of a numeric rule with its number.
  bool TakeBound(const std::string& op, double number, bool first, std::size_t size,
                 NumericRule& rule) {
    const bool lower = op == ">" || op == ">=";
    const bool upper = op == "<" || op == "<=";
    const bool equal = op == "=";
    if (!lower && !upper && !equal) {
      fault_ = "Unrecognized numeric range operator: " + op;
      return false;
    }
    // A range begins with its bottom and ends with its top.
    if (first && !lower && size > 2) {
      fault_ = "Too many terms in numeric range";
      return false;
    }
    if (!first && (!upper || size > 4)) {
      fault_ = size > 4 ? "Too many terms in numeric range" : "Bad numeric range operator: " + op;
      return false;
    }
    if (lower || equal) {
      rule.bottom = number;
      rule.bottom_included = op != ">";
    }
    if (upper || equal) {
      rule.top = number;
      rule.top_included = op != "<";
    }
    return true;
  }

  std::optional<ValueRule> Cidr(const bj::value& value) {
    if (!value.is_string()) return Refuse("prefix match pattern must be a string");
    const std::string_view text = View(value.get_string());
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
      return Refuse("Malformed CIDR, one '/' required");
    }
    if (!ReadWholeNumber<int>(text.substr(slash + 1))) {
      return Refuse("Malformed CIDR, mask bits must be an integer");
    }
    if (!ReadIpAddress(text.substr(0, slash))) {
      return Refuse("Nonstandard IP address: " + std::string(text.substr(0, slash)));
    }
    const auto block = IpBlock::Read(text);
    if (!block) return Refuse("Malformed CIDR, mask bits must not exceed the address");
    return CidrRule{*block};
  }

  std::optional<ValueRule> Presence(const bj::value& value) {
    if (!value.is_bool()) return Refuse("exists match pattern must be either true or false.");
    return PresenceRule{value.get_bool()};
  }

  std::optional<ValueRule> AnythingBut(const bj::value& value) {
    AnythingButRule rule;
    if (const bj::object* const object = value.if_object()) {
      const NamedTextKind* const kind =
          object->size() == 1 ? TextKindOf(object->begin()->key()) : nullptr;
      if (kind == nullptr) return Refuse("Unsupported anything-but pattern");
      if (!ExcludeTexts(*kind, object->begin()->value(), rule)) return std::nullopt;
      return rule;
    }
    const bj::array* const list = value.if_array();
    if (list == nullptr && !value.is_string() && !value.is_number()) {
      return Refuse("Value of anything-but must be an array or single string/number value.");
    }
    if (list == nullptr) {
      rule.excluded.emplace_back(ExactRule{value});
      return rule;
    }
    if (list->empty()) return Refuse("Empty arrays are not allowed");
    for (const bj::value& element : *list) {
      if (!element.is_string() && !element.is_number()) {
        return Refuse("Inside anything but list, start|null|boolean is not supported.");
      }
      if (element.is_string() != list->front().is_string()) {
        return Refuse(
            "Inside anything but list, either all values are number or string, mixed type is not "
            "supported");
      }
      rule.excluded.emplace_back(ExactRule{element});
    }
    return rule;
  }

  bool ExcludeTexts(const NamedTextKind& kind, const bj::value& value, AnythingButRule& rule) {
    const bj::array* const list = value.if_array();
    const bj::array one = list == nullptr ? bj::array{value} : *list;
    if (one.empty()) {
      fault_ = "Empty arrays are not allowed";
      return false;
    }
    const bool at_an_end =
        kind.kind == TextRule::Kind::kPrefix || kind.kind == TextRule::Kind::kSuffix;
    for (const bj::value& element : one) {
      if (at_an_end && !element.is_string()) {
        fault_ = "prefix/suffix match pattern must be a string";
        return false;
      }
      auto excluded = Plain(kind, element);
      if (!excluded) return false;
      if (at_an_end && excluded->text.empty()) {
        fault_ = "Null prefix/suffix not allowed";
        return false;
      }
      rule.excluded.emplace_back(*std::move(excluded));
    }
    return true;
  }

  std::string& fault_;
};

}  // namespace

std::optional<ValueRule> ReadValueRule(const boost::json::value& element, std::string& fault) {
  return Reader(fault).Element(element);
}

}  // namespace runnel

#include "core/integrations/cloudformation/template_parameters.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cctype>
#include <cstdlib>

#include "core/api/stack_errors.h"
#include "core/base/utf16_length.h"
#include "core/integrations/cloudformation/parameter_pattern.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

// Beside these, types that begin with "AWS::" are known.
constexpr std::array<std::string_view, 5> kPlainTypes = {"String", "Number", "List<Number>",
                                                         "CommaDelimitedList", "List<String>"};
// What the patterns of all parameters may take together: some tenths of a second.
constexpr std::size_t kPatternStepsMax = 1'000'000;
constexpr std::string_view kStored = "AWS::SSM::Parameter::Value<";
// DEVIATION: there is no Parameter Store. What the CDK looks up there is the version of its
// bootstrap stack, which is to be high enough.
constexpr std::string_view kStoredValue = "99";

bool IsStored(std::string_view type) { return type.starts_with(kStored); }
bool IsList(std::string_view type) {
  return type == "CommaDelimitedList" || type.find("List<") != std::string_view::npos ||
         type.find("<CommaDelimitedList>") != std::string_view::npos;
}

std::optional<double> NumberOf(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  const bool whole = !copy.empty() && end == copy.c_str() + copy.size();
  const bool begins = !copy.empty() && std::isspace(static_cast<unsigned char>(copy[0])) == 0;
  return whole && begins ? std::optional(number) : std::nullopt;
}

std::string Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.push_back(Trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

// The text of a member that may be a number; nullopt: it is not there.
std::optional<std::string> TextOf(const bj::object& body, std::string_view key) {
  const bj::value* const value = body.if_contains(bj::string_view(key.data(), key.size()));
  std::string text;
  if (value == nullptr || !ScalarText(*value, text)) return std::nullopt;
  return text;
}

std::optional<double> NumberOf(const bj::object& body, std::string_view key) {
  const auto text = TextOf(body, key);
  return text ? NumberOf(*text) : std::nullopt;
}

std::optional<std::int64_t> LengthOf(const bj::object& body, std::string_view key) {
  const auto number = NumberOf(body, key);
  if (!number) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

Error Broken(const TemplateParameter& declared, std::string_view constraint) {
  return error::ParameterConstraint(declared.name, constraint, declared.constraint_description);
}

Result<void> CheckNumber(const TemplateParameter& declared, const std::string& value) {
  const auto number = NumberOf(value);
  if (!number) return error::ParameterNotNumber(declared.name);
  if (declared.value_min && *number < *declared.value_min) {
    return Broken(declared, "must be a number not less than its MinValue");
  }
  if (declared.value_max && *number > *declared.value_max) {
    return Broken(declared, "must be a number not greater than its MaxValue");
  }
  return {};
}

// `steps` is how many its pattern may take.
Result<void> CheckValue(const TemplateParameter& declared, const std::string& value,
                        std::size_t& steps) {
  if (declared.type == "Number") {
    if (auto checked = CheckNumber(declared, value); !checked) return checked;
  }
  if (declared.type == "List<Number>") {
    for (const std::string& element : SplitAtCommas(value)) {
      if (auto checked = CheckNumber(declared, element); !checked) return checked;
    }
  }
  const auto& allowed = declared.allowed_values;
  const auto elements =
      IsList(declared.type) ? SplitAtCommas(value) : std::vector<std::string>{value};
  for (const std::string& element : elements) {
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), element) != allowed.end()) {
      continue;
    }
    if (!declared.constraint_description.empty()) return Broken(declared, "");
    return error::ParameterNotAllowed(declared.name);
  }
  const auto length = static_cast<std::int64_t>(Utf16Length(value));
  if (declared.length_min && length < *declared.length_min) {
    return Broken(declared,
                  "must contain at least " + std::to_string(*declared.length_min) + " characters");
  }
  if (declared.length_max && length > *declared.length_max) {
    return Broken(declared,
                  "must contain at most " + std::to_string(*declared.length_max) + " characters");
  }
  if (!declared.allowed_pattern) return {};
  const auto matches = MatchesPattern(value, *declared.allowed_pattern, steps);
  if (!matches) {
    return error::ParameterConstraint(
        declared.name, "takes too long to be matched with pattern " + *declared.allowed_pattern,
        {});
  }
  if (!*matches) return Broken(declared, "must match pattern " + *declared.allowed_pattern);
  return {};
}

template <class List>
auto FindByKey(const List& list, std::string_view key) {
  return std::find_if(list.begin(), list.end(),
                      [key](const auto& entry) { return entry.key == key; });
}

}  // namespace

bj::value ValueOf(const StackParameter& parameter, const TemplateParameter& declared) {
  const std::string& text = IsStored(declared.type) ? parameter.resolved : parameter.value;
  if (!IsList(declared.type)) return bj::value(text);
  bj::array list;
  for (const std::string& part : SplitAtCommas(text)) list.emplace_back(part);
  return list;
}

Result<TemplateParameter> ReadParameter(std::string_view name, const bj::value& value) {
  TemplateParameter parameter;
  parameter.name = name;
  const bool alphanumeric = std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
  if (!alphanumeric || name.empty()) {
    return error::TemplateFormat("Parameter name " + parameter.name + " is non alphanumeric.");
  }
  const bj::object* const body = value.if_object();
  if (body == nullptr) {
    return error::TemplateFormat("Any Parameters member must be an object.");
  }
  parameter.type = TextOf(*body, "Type").value_or("");
  if (parameter.type.empty()) {
    return error::TemplateFormat("Every Parameters object must contain a Type member.");
  }
  const bool plain =
      std::find(kPlainTypes.begin(), kPlainTypes.end(), parameter.type) != kPlainTypes.end();
  if (!plain && !parameter.type.starts_with("AWS::") && !parameter.type.starts_with("List<AWS::")) {
    return error::TemplateFormat("Unrecognized parameter type: " + parameter.type);
  }
  if (body->contains("Default")) {
    parameter.default_value = TextOf(*body, "Default");
    if (!parameter.default_value) {
      return error::TemplateFormat("Every Default member must be a string.");
    }
  }
  parameter.description = TextOf(*body, "Description").value_or("");
  parameter.allowed_pattern = TextOf(*body, "AllowedPattern");
  parameter.constraint_description = TextOf(*body, "ConstraintDescription").value_or("");
  parameter.value_min = NumberOf(*body, "MinValue");
  parameter.value_max = NumberOf(*body, "MaxValue");
  parameter.length_min = LengthOf(*body, "MinLength");
  parameter.length_max = LengthOf(*body, "MaxLength");
  parameter.no_echo = TextOf(*body, "NoEcho").value_or("false") == "true";
  if (const bj::value* const allowed = body->if_contains("AllowedValues")) {
    if (!allowed->is_array()) {
      return error::TemplateFormat("Every AllowedValues member must be a list.");
    }
    for (const bj::value& element : allowed->get_array()) {
      std::string text;
      ScalarText(element, text);
      parameter.allowed_values.push_back(std::move(text));
    }
  }
  return parameter;
}

Result<std::vector<StackParameter>> ResolveParameters(const Template& read,
                                                      const std::vector<GivenParameter>& given,
                                                      const std::vector<StackParameter>& previous) {
  std::size_t steps = kPatternStepsMax;
  std::vector<std::string> unknown;
  for (const GivenParameter& parameter : given) {
    if (read.FindParameter(parameter.key) == nullptr) unknown.push_back(parameter.key);
  }
  if (!unknown.empty()) return error::ParametersUnknown(unknown);
  std::vector<StackParameter> values;
  std::vector<std::string> missing;
  for (const TemplateParameter& declared : read.parameters) {
    const auto said = FindByKey(given, declared.name);
    const auto had = FindByKey(previous, declared.name);
    std::optional<std::string> value = declared.default_value;
    if (said != given.end() && said->use_previous && had != previous.end()) value = had->value;
    if (said != given.end() && !said->use_previous) value = said->value.value_or("");
    if (!value) {
      missing.push_back(declared.name);
      continue;
    }
    if (auto checked = CheckValue(declared, *value, steps); !checked) return checked.error();
    const std::string_view stored = IsStored(declared.type) ? kStoredValue : "";
    values.push_back({declared.name, *std::move(value), std::string(stored)});
  }
  if (!missing.empty()) return error::ParametersMissing(missing);
  return values;
}

}  // namespace runnel::cloudformation

#include "core/integrations/cloudformation/function_call.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

using Fits = bool (*)(const bj::value& argument);

bool IsList(const bj::value& value, std::size_t size) {
  return value.is_array() && value.get_array().size() == size;
}
bool IsTextOrFunction(const bj::value& value) {
  std::string text;
  return ScalarText(value, text) || AsFunction(value);
}
bool IsListOrFunction(const bj::value& value) { return value.is_array() || AsFunction(value); }

bool FitsRef(const bj::value& argument) { return argument.is_string(); }
bool FitsGetAtt(const bj::value& argument) { return AttributeArgumentOf(argument).has_value(); }
bool FitsJoin(const bj::value& argument) {
  return IsList(argument, 2) && argument.get_array()[0].is_string() &&
         IsListOrFunction(argument.get_array()[1]);
}
bool FitsSplit(const bj::value& argument) {
  return IsList(argument, 2) && argument.get_array()[0].is_string() &&
         IsTextOrFunction(argument.get_array()[1]);
}
bool FitsSelect(const bj::value& argument) {
  return IsList(argument, 2) && IsTextOrFunction(argument.get_array()[0]) &&
         IsListOrFunction(argument.get_array()[1]);
}
bool FitsEquals(const bj::value& argument) { return IsList(argument, 2); }
bool FitsIf(const bj::value& argument) {
  return IsList(argument, 3) && argument.get_array()[0].is_string();
}
bool FitsSeveral(const bj::value& argument) {
  return argument.is_array() && argument.get_array().size() >= 2 &&
         argument.get_array().size() <= 10;
}
bool FitsNot(const bj::value& argument) { return IsList(argument, 1); }
bool FitsFindInMap(const bj::value& argument) {
  if (!argument.is_array()) return false;
  const bj::array& list = argument.get_array();
  if (list.size() == 4) return list[3].is_object() && list[3].get_object().contains("DefaultValue");
  return list.size() == 3;
}
bool FitsSub(const bj::value& argument) {
  if (argument.is_string()) return true;
  return IsList(argument, 2) && argument.get_array()[0].is_string() &&
         argument.get_array()[1].is_object();
}
bool FitsCidr(const bj::value& argument) {
  return argument.is_array() && (IsList(argument, 2) || IsList(argument, 3));
}
bool FitsAny(const bj::value&) { return true; }

struct Function {
  std::string_view name;
  Fits fits;
  std::string_view fault;
};

constexpr std::string_view kListFault =
    "requires a list of at least 2 and at most 10 boolean parameters.";

constexpr Function kFunctions[] = {
    {"Ref", FitsRef, "every Ref object must have a single String value."},
    {"Fn::GetAtt", FitsGetAtt,
     "every Fn::GetAtt object requires two non-empty parameters, the resource name and the "
     "resource attribute"},
    {"Fn::Sub", FitsSub,
     "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string "
     "as first argument, and an optional second argument to specify a mapping of values to replace "
     "in the string"},
    {"Fn::Join", FitsJoin,
     "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of "
     "strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be "
     "joined."},
    {"Fn::Split", FitsSplit,
     "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to "
     "be split or a function that returns a string to be split."},
    {"Fn::Select", FitsSelect,
     "Fn::Select requires a list argument with two elements: an integer index and a list"},
    {"Fn::If", FitsIf,
     "Fn::If requires a list argument with three elements: a condition and two values"},
    {"Fn::Equals", FitsEquals, "every Fn::Equals object requires a list of 2 string parameters."},
    {"Fn::And", FitsSeveral, kListFault},
    {"Fn::Or", FitsSeveral, kListFault},
    {"Fn::Not", FitsNot, "every Fn::Not object requires one boolean parameter."},
    {"Fn::FindInMap", FitsFindInMap,
     "every Fn::FindInMap object requires three parameters, the map name, map key and the "
     "attribute for return value"},
    {"Fn::Base64", IsTextOrFunction, "every Fn::Base64 object must have a String-typed value."},
    {"Fn::ImportValue", IsTextOrFunction,
     "every Fn::ImportValue object requires the name of an export"},
    {"Fn::GetAZs", FitsAny, ""},
    {"Fn::Cidr", FitsCidr,
     "every Fn::Cidr object requires two or three parameters, (1) a block of addresses, (2) a "
     "count "
     "and (3) the number of bits of each"},
    {"Fn::Length", IsListOrFunction, "Fn::Length requires a list"},
    {"Fn::ToJsonString", FitsAny, ""},
};

Result<void> CheckFunction(const FunctionCall& call) {
  for (const Function& function : kFunctions) {
    if (function.name != call.name) continue;
    if (function.fits(*call.argument)) return {};
    if (function.fault.data() != kListFault.data()) return error::TemplateFunction(function.fault);
    return error::TemplateFunction("every " + std::string(call.name) + " object " +
                                   std::string(kListFault));
  }
  return error::TemplateFunction("the function " + std::string(call.name) + " is not supported");
}

}  // namespace

std::optional<FunctionCall> AsFunction(const bj::value& value) {
  const bj::object* const object = value.if_object();
  if (object == nullptr || object->size() != 1) return std::nullopt;
  const std::string_view name = View(object->begin()->key());
  if (name != "Ref" && !name.starts_with("Fn::")) return std::nullopt;
  return FunctionCall{name, &object->begin()->value()};
}

std::vector<SubPiece> SplitSub(std::string_view text) {
  std::vector<SubPiece> pieces;
  std::string plain;
  while (!text.empty()) {
    const std::size_t end = text.starts_with("${") ? text.find('}') : std::string_view::npos;
    if (end == std::string_view::npos) {
      plain += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view name = text.substr(2, end - 2);
    text.remove_prefix(end + 1);
    if (name.starts_with('!')) {
      plain.append("${").append(name.substr(1)).append("}");
      continue;
    }
    if (!plain.empty()) pieces.push_back({false, std::move(plain)});
    plain.clear();
    pieces.push_back({true, std::string(name)});
  }
  if (!plain.empty()) pieces.push_back({false, std::move(plain)});
  return pieces;
}

SubArgument SubArgumentOf(const bj::value& argument) {
  if (const bj::string* const text = argument.if_string()) return {View(*text), nullptr};
  const bj::array& list = argument.get_array();
  return {View(list[0].get_string()), &list[1].get_object()};
}

std::optional<AttributeArgument> AttributeArgumentOf(const bj::value& argument) {
  if (const bj::string* const joined = argument.if_string()) {
    const std::string_view text = View(*joined);
    const std::size_t dot = text.find('.');
    if (dot == 0 || dot == std::string_view::npos || dot + 1 == text.size()) return std::nullopt;
    return AttributeArgument{text.substr(0, dot), text.substr(dot + 1), nullptr};
  }
  if (!IsList(argument, 2)) return std::nullopt;
  const bj::array& list = argument.get_array();
  if (!list[0].is_string() || list[0].get_string().empty()) return std::nullopt;
  const std::string_view logical_id = View(list[0].get_string());
  if (const bj::string* const attribute = list[1].if_string()) {
    if (attribute->empty()) return std::nullopt;
    return AttributeArgument{logical_id, View(*attribute), nullptr};
  }
  if (!AsFunction(list[1])) return std::nullopt;
  return AttributeArgument{logical_id, {}, &list[1]};
}

Result<void> CheckFunctions(const bj::value& value) {
  if (const auto call = AsFunction(value)) {
    if (auto fits = CheckFunction(*call); !fits) return fits;
  }
  if (const bj::array* const list = value.if_array()) {
    for (const bj::value& element : *list) {
      if (auto fits = CheckFunctions(element); !fits) return fits;
    }
  } else if (const bj::object* const object = value.if_object()) {
    for (const auto& member : *object) {
      if (auto fits = CheckFunctions(member.value()); !fits) return fits;
    }
  }
  return {};
}

}  // namespace runnel::cloudformation

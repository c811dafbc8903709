// Intrinsic functions as values of a template: {"Ref": …} and {"Fn::…": …}.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace runnel::cloudformation {

struct FunctionCall {
  std::string_view name;  // "Ref", "Fn::Join"
  const boost::json::value* argument = nullptr;
};

// The function that `value` calls; nullopt: it is a value like others.
std::optional<FunctionCall> AsFunction(const boost::json::value& value);

// A piece of the text that Fn::Sub is given: a name in ${}, or what stands between.
struct SubPiece {
  bool is_name = false;
  std::string text;
};

// "${!a}" is the text "${a}".
std::vector<SubPiece> SplitSub(std::string_view text);

// The text of Fn::Sub and its own variables. REQUIRES: CheckFunctions is content.
struct SubArgument {
  std::string_view text;
  const boost::json::object* variables = nullptr;  // null: none
};
SubArgument SubArgumentOf(const boost::json::value& argument);

// The two parts of what Fn::GetAtt is given. `attribute` is null when it is in `text`.
struct AttributeArgument {
  std::string_view logical_id;
  std::string_view text;
  const boost::json::value* attribute = nullptr;
};
// Nullopt when there are no two parts.
std::optional<AttributeArgument> AttributeArgumentOf(const boost::json::value& argument);

// Whether the functions within `value` are known and have arguments of the right form.
Result<void> CheckFunctions(const boost::json::value& value);

}  // namespace runnel::cloudformation

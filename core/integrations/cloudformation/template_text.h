// The text of a template as a tree.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "core/base/result.h"

namespace runnel::cloudformation {

// Reads JSON, if the text begins with a brace, or YAML. The error says where it is not well-formed.
Result<boost::json::value> ReadTemplateText(std::string_view text);

// A scalar as text: numbers in decimal, "true" and "false". False for anything else.
// A template may write a number where a string is meant.
bool ScalarText(const boost::json::value& value, std::string& text);

inline std::string_view View(const boost::json::string& text) { return {text.data(), text.size()}; }
inline std::string_view View(boost::json::string_view text) { return {text.data(), text.size()}; }

}  // namespace runnel::cloudformation

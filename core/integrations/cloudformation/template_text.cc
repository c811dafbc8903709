#include "core/integrations/cloudformation/template_text.h"

#include <boost/json/parser.hpp>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/yaml_reader.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

// The number of characters up to the first that is no JSON.
std::size_t FaultAt(std::string_view text) {
  bj::parse_options options;
  options.max_depth = 100;
  bj::parser parser({}, options);
  bj::error_code error;
  return parser.write_some(text.data(), text.size(), error);
}

Result<bj::value> ReadJson(std::string_view text) {
  bj::parse_options options;
  options.max_depth = 100;
  bj::parser parser({}, options);
  bj::error_code error;
  parser.write(text.data(), text.size(), error);
  if (!error) return parser.release();
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char c : text.substr(0, FaultAt(text))) {
    ++column;
    if (c != '\n') continue;
    ++line;
    column = 1;
  }
  return error::TemplateNotWellFormed("JSON", line, column);
}

}  // namespace

Result<bj::value> ReadTemplateText(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin != std::string_view::npos && text[begin] == '{') return ReadJson(text);
  bj::value document;
  if (const auto fault = ReadYaml(text, document)) {
    if (fault->too_large) {
      return error::TemplateFormat("anchors and aliases stand for too much (line " +
                                   std::to_string(fault->line) + ", column " +
                                   std::to_string(fault->column) + ")");
    }
    return error::TemplateNotWellFormed("YAML", fault->line, fault->column);
  }
  return document;
}

bool ScalarText(const bj::value& value, std::string& text) {
  if (const bj::string* const string = value.if_string()) {
    text = View(*string);
  } else if (value.is_bool()) {
    text = value.get_bool() ? "true" : "false";
  } else if (value.is_int64()) {
    text = std::to_string(value.get_int64());
  } else if (value.is_uint64()) {
    text = std::to_string(value.get_uint64());
  } else if (value.is_double()) {
    const double number = value.get_double();
    const bool whole = std::floor(number) == number && std::fabs(number) < 1e15;
    char digits[32];
    std::snprintf(digits, sizeof digits, whole ? "%.1f" : "%.15g", number);
    text = digits;
  } else {
    return false;
  }
  return true;
}

}  // namespace runnel::cloudformation

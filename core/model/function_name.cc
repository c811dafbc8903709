#include "core/model/function_name.h"

#include <algorithm>
#include <vector>

#include "core/model/arn.h"

namespace runnel {
namespace {

std::vector<std::string_view> SplitAtColons(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

bool IsName(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !text.empty() && text.size() <= 140 && std::all_of(text.begin(), text.end(), allowed);
}

bool IsQualifier(std::string_view text) { return text == "$LATEST" || IsName(text); }

}  // namespace

std::string FunctionName::Arn() const {
  std::string arn =
      "arn:aws:lambda:" + scope.region.text() + ":" + scope.account.text() + ":function:" + name;
  if (!qualifier.empty()) arn.append(":").append(qualifier);
  return arn;
}

std::optional<FunctionName> FunctionName::Parse(std::string_view text, const Scope& caller) {
  FunctionName function;
  function.scope = caller;
  std::vector<std::string_view> parts = SplitAtColons(text);
  if (parts.size() >= 7 && parts[0] == "arn" && parts[2] == "lambda") {
    function.scope.region = Region(parts[3]);
    parts.erase(parts.begin(), parts.begin() + 4);
  }
  if (parts.size() >= 3 && parts[1] == "function") {
    if (!IsAccountId(parts[0])) return std::nullopt;
    function.scope.account = AccountId(parts[0]);
    parts.erase(parts.begin(), parts.begin() + 2);
  }
  if (parts.size() > 2 || !IsName(parts[0])) return std::nullopt;
  function.name = parts[0];
  if (parts.size() < 2) return function;
  if (!IsQualifier(parts[1])) return std::nullopt;
  function.qualifier = parts[1];
  return function;
}

}  // namespace runnel

// How callers name functions.
// Source: integrations 1.2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/names.h"

namespace runnel {

struct FunctionName {
  Scope scope;
  std::string name;
  std::string qualifier;  // a version or an alias; empty: none was named

  // "arn:aws:lambda:us-east-1:000000000000:function:fn", with ":qualifier" if there is one.
  std::string Arn() const;
  // Reads "fn", "fn:qualifier", "000000000000:function:fn" and whole ARNs. What is not said is the
  // caller's. Nullopt for anything else.
  static std::optional<FunctionName> Parse(std::string_view text, const Scope& caller);
};

}  // namespace runnel

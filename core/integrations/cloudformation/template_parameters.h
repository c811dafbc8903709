// Parameters: how a template declares them, and which values they have.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/integrations/cloudformation/template.h"

namespace runnel::cloudformation {

// What a caller says about one parameter.
struct GivenParameter {
  std::string key;
  std::optional<std::string> value;
  bool use_previous = false;
};

// The value that a parameter has.
struct ParameterValue {
  std::string key;
  std::string value;     // as it was given
  std::string resolved;  // what the Parameter Store had under that name; empty: it was not asked

  // What Ref gives: text, or a list of texts for the types that are lists.
  boost::json::value Get(const TemplateParameter& declared) const;
};

// One member of the section Parameters.
Result<TemplateParameter> ReadParameter(std::string_view name, const boost::json::value& value);

// The values for a template's parameters, in its order. `previous` are those that the stack had.
Result<std::vector<ParameterValue>> ResolveParameters(const Template& read,
                                                      const std::vector<GivenParameter>& given,
                                                      const std::vector<ParameterValue>& previous);

}  // namespace runnel::cloudformation

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

// What Ref gives for a parameter: text, or a list of texts for the types that are lists.
boost::json::value ValueOf(const StackParameter& parameter, const TemplateParameter& declared);

// One member of the section Parameters.
Result<TemplateParameter> ReadParameter(std::string_view name, const boost::json::value& value);

// The values for a template's parameters, in its order. `previous` are those that the stack had.
Result<std::vector<StackParameter>> ResolveParameters(const Template& read,
                                                      const std::vector<GivenParameter>& given,
                                                      const std::vector<StackParameter>& previous);

}  // namespace runnel::cloudformation

// What the values of a template refer to, and in which order its resources come into being.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/integrations/cloudformation/template.h"

namespace runnel::cloudformation {

struct Reference {
  enum class Kind : std::uint8_t { kRef, kAttribute, kCondition };
  Kind kind = Kind::kRef;
  std::string name;
};

// Every reference within `value`, by Ref, Fn::GetAtt, Fn::Sub and Fn::If, in the order of the text.
std::vector<Reference> ReferencesOf(const boost::json::value& value);

// The conditions that a condition names, each as often as it does.
std::vector<std::string> ConditionsNamed(const boost::json::value& condition);

// Pseudo parameters, "AWS::Region" and so on.
bool IsPseudoParameter(std::string_view name);

// Whether what the template refers to is there and no resource needs itself.
Result<void> CheckReferences(const Template& read);

// The resources that `resource` names and must come after; each once, by logical id.
std::vector<std::string> DependenciesOf(const Template& read, const TemplateResource& resource);

struct ResourceInOrder {
  const TemplateResource* resource = nullptr;
  std::vector<std::string> needs;  // as DependenciesOf says
};

// The resources so that each comes after those that it depends on; otherwise as in the text.
// REQUIRES: CheckReferences is content.
std::vector<ResourceInOrder> InOrder(const Template& read);

// The same for the template's conditions.
void PutConditionsInOrder(Template& read);

}  // namespace runnel::cloudformation

// A template: what its text says, checked as far as that needs neither parameters nor resources.
// Source: integrations 6.4, 6.6.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/stack.h"

namespace runnel::cloudformation {

struct TemplateParameter {
  std::string name;
  std::string type;
  std::string description;
  std::optional<std::string> default_value;
  std::vector<std::string> allowed_values;
  std::optional<std::string> allowed_pattern;
  std::optional<double> value_min;
  std::optional<double> value_max;
  std::optional<std::int64_t> length_min;
  std::optional<std::int64_t> length_max;
  std::string constraint_description;
  bool no_echo = false;
};

struct TemplateResource {
  std::string logical_id;
  std::string type;
  boost::json::value properties;  // an object, with functions in it
  std::vector<std::string> depends_on;
  std::string condition;  // empty: none
  RemovalPolicy deletion_policy = RemovalPolicy::kDelete;
  RemovalPolicy replace_policy = RemovalPolicy::kDelete;
  boost::json::value metadata;  // null: none
};

struct TemplateOutput {
  std::string key;
  std::string description;
  std::string condition;
  boost::json::value value;
  boost::json::value export_name;  // null: it is not exported
};

struct TemplateCondition {
  std::string name;
  boost::json::value value;
};

struct Template {
  std::string description;
  std::vector<TemplateParameter> parameters;
  boost::json::object mappings;
  std::vector<TemplateCondition> conditions;  // each after those that it names
  std::vector<TemplateResource> resources;    // in the order of the text
  std::vector<TemplateOutput> outputs;
  boost::json::value metadata;  // null: none
  std::vector<std::string> transforms;

  const TemplateParameter* FindParameter(std::string_view name) const;
  const TemplateResource* FindResource(std::string_view logical_id) const;
  const TemplateCondition* FindCondition(std::string_view name) const;
};

// Reads JSON, if it begins with a brace, or YAML. The errors are those that CreateStack and
// ValidateTemplate give; types of resources are not looked at.
Result<Template> ReadTemplate(std::string_view text);

}  // namespace runnel::cloudformation

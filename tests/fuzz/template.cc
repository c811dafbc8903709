// CloudFormation templates in YAML and JSON: what is read is the same when it is written as JSON
// and read again, and everything in it can be evaluated.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string>
#include <string_view>

#include "core/api/stack_errors.h"
#include "core/base/check.h"
#include "core/integrations/cloudformation/evaluation.h"
#include "core/integrations/cloudformation/template_parameters.h"
#include "core/integrations/cloudformation/yaml_reader.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

namespace cf = cloudformation;

class Anything final : public cf::Surroundings {
 public:
  std::optional<std::string> PhysicalId(std::string_view logical_id) const override {
    return std::string(logical_id);
  }
  Result<boost::json::value> Attribute(std::string_view, std::string_view name) const override {
    if (name == "Nothing") return error::TemplateFunction("nothing");
    return boost::json::value(std::string(name));
  }
  std::optional<std::string> Export(std::string_view name) const override {
    if (name == "net") return "10.0.0.0/16";
    return std::nullopt;
  }
};

bool HasFraction(const boost::json::value& value) {
  if (const auto* const array = value.if_array()) {
    return std::any_of(array->begin(), array->end(), HasFraction);
  }
  if (const auto* const object = value.if_object()) {
    return std::any_of(object->begin(), object->end(),
                       [](const auto& member) { return HasFraction(member.value()); });
  }
  return value.is_double();
}

// Whole numbers are told apart in JSON and YAML alike, so the text is the document. Others are
// written with exponents, which are texts in templates.
void CheckReadAgain(std::string_view text) {
  boost::json::value document;
  if (cf::ReadYaml(text, document) || HasFraction(document)) return;
  const std::string json = boost::json::serialize(document);
  boost::json::value again;
  if (cf::ReadYaml(json, again)) return;  // YAML has no word for some of JSON's escapes
  RUNNEL_CHECK(boost::json::serialize(again) == json);
}

void EvaluateAll(const cf::Template& read) {
  const auto parameters = cf::ResolveParameters(read, {}, {});
  if (!parameters) return;
  const cf::StackIdentity stack{"123456789012", "eu-west-1", "arn:stack", "mine", {}};
  const Anything surroundings;
  const cf::Evaluation evaluation(read, *parameters, stack, surroundings);
  for (const cf::TemplateCondition& condition : read.conditions) {
    static_cast<void>(evaluation.Holds(condition.name));
  }
  for (const cf::TemplateResource& resource : read.resources) {
    static_cast<void>(evaluation.Evaluate(resource.properties));
  }
  for (const cf::TemplateOutput& output : read.outputs) {
    static_cast<void>(evaluation.Text(output.value));
  }
}

}  // namespace

void TryInput(std::string_view input) {
  CheckReadAgain(input);
  if (const auto read = cf::ReadTemplate(input)) EvaluateAll(*read);
}

}  // namespace runnel::fuzz

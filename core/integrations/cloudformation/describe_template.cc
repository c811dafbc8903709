// GetTemplate, ValidateTemplate and GetTemplateSummary.
// Source: integrations 6.2.
#include <algorithm>
#include <boost/json/serialize.hpp>

#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/stack_description.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;
using cf::StackRequest;

struct GetTemplateInput {
  std::optional<std::string> stack_name;
  std::optional<std::string> change_set_name;
  std::optional<std::string> template_stage;
};
constexpr Member kGetInput[] = {
    Field<&GetTemplateInput::stack_name>("StackName", cf::stack_shapes::kName),
    Field<&GetTemplateInput::change_set_name>("ChangeSetName", shapes::kText),
    Field<&GetTemplateInput::template_stage>("TemplateStage", shapes::kText),
};
struct GetTemplateOutput {
  std::string template_body;
  std::vector<std::string> stages_available = {"Original", "Processed"};
};
constexpr Member kGetOutput[] = {
    Field<&GetTemplateOutput::template_body>("TemplateBody", shapes::kText),
    Field<&GetTemplateOutput::stages_available>("StagesAvailable", cf::stack_shapes::kTexts),
};

Result<GetTemplateOutput> GetTemplate(Context& context, const GetTemplateInput& input) {
  GetTemplateOutput output;
  const std::string change_set = input.change_set_name.value_or("");
  const ChangeSet* found = nullptr;
  if (input.stack_name) {
    const Stack* const stack = cf::FindStack(context, *input.stack_name);
    if (stack == nullptr) return error::StackWithIdMissing(*input.stack_name);
    output.template_body = stack->input.template_body;
    if (!input.change_set_name) return output;
    found = cf::FindChangeSet(*stack, change_set);
  } else {
    if (!change_set.starts_with("arn:")) return error::ChangeSetWithoutStack();
    const Stack* const stack = cf::FindStackOfChangeSet(context, change_set);
    if (stack != nullptr) found = cf::FindChangeSet(*stack, change_set);
  }
  if (found == nullptr) return error::ChangeSetMissing(change_set);
  output.template_body = found->input.template_body;
  return output;
}

struct AllowedValues {
  std::vector<std::string> allowed_values;
};
constexpr Member kAllowedValuesMembers[] = {
    Field<&AllowedValues::allowed_values>("AllowedValues", cf::stack_shapes::kTexts),
};
constexpr Shape kAllowedValues = StructureShape(kAllowedValuesMembers);

struct ParameterDeclaration {
  std::string parameter_key;
  std::string parameter_type;
  std::optional<std::string> default_value;
  bool no_echo = false;
  std::optional<std::string> description;
  std::optional<AllowedValues> constraints;
};
constexpr Member kDeclarationMembers[] = {
    Field<&ParameterDeclaration::parameter_key>("ParameterKey", shapes::kText),
    Field<&ParameterDeclaration::default_value>("DefaultValue", shapes::kText),
    Field<&ParameterDeclaration::no_echo>("NoEcho", shapes::kBoolean),
    Field<&ParameterDeclaration::description>("Description", shapes::kText),
};
constexpr Member kDeclarationMore[] = {
    Field<&ParameterDeclaration::parameter_type>("ParameterType", shapes::kText),
    Field<&ParameterDeclaration::constraints>("ParameterConstraints", kAllowedValues),
};
constexpr Shape kDeclaration = StructureShape(kDeclarationMembers);
constexpr Shape kDeclarations = ListShape<ParameterDeclaration>(kDeclaration);
constexpr auto kLongDeclarationMembers = JoinMembers(kDeclarationMembers, kDeclarationMore);
constexpr Shape kLongDeclaration = StructureShape(kLongDeclarationMembers);
constexpr Shape kLongDeclarations = ListShape<ParameterDeclaration>(kLongDeclaration);

std::vector<ParameterDeclaration> DeclarationsOf(const cf::Template& read) {
  std::vector<ParameterDeclaration> declarations;
  for (const cf::TemplateParameter& parameter : read.parameters) {
    ParameterDeclaration& declaration = declarations.emplace_back();
    declaration.parameter_key = parameter.name;
    declaration.parameter_type = parameter.type;
    declaration.default_value = parameter.default_value;
    declaration.no_echo = parameter.no_echo;
    declaration.description = cf::NotEmpty(parameter.description);
    declaration.constraints.emplace().allowed_values = parameter.allowed_values;
  }
  return declarations;
}

// By which properties resources of a type are told apart, as an import would want them.
struct TypeIdentifier {
  std::string_view type;
  std::string_view property;
};
constexpr TypeIdentifier kIdentifiers[] = {
    {"AWS::IAM::ManagedPolicy", "PolicyArn"},
    {"AWS::IAM::Role", "RoleName"},
    {"AWS::KMS::Key", "KeyId"},
    {"AWS::Kinesis::ResourcePolicy", "ResourceArn"},
    {"AWS::Kinesis::Stream", "Name"},
    {"AWS::Kinesis::StreamConsumer", "ConsumerARN"},
    {"AWS::Lambda::Alias", "AliasArn"},
    {"AWS::Lambda::EventSourceMapping", "Id"},
    {"AWS::Lambda::Function", "FunctionName"},
    {"AWS::Lambda::Version", "FunctionArn"},
    {"AWS::Logs::LogGroup", "LogGroupName"},
    {"AWS::Pipes::Pipe", "Name"},
    {"AWS::S3::Bucket", "BucketName"},
    {"AWS::SNS::Topic", "TopicArn"},
    {"AWS::SQS::Queue", "QueueUrl"},
};

struct IdentifierSummary {
  std::string resource_type;
  std::vector<std::string> logical_ids;
  std::vector<std::string> identifiers;
};
constexpr Member kIdentifierMembers[] = {
    Field<&IdentifierSummary::resource_type>("ResourceType", shapes::kText),
    Field<&IdentifierSummary::logical_ids>("LogicalResourceIds", cf::stack_shapes::kTexts),
    Field<&IdentifierSummary::identifiers>("ResourceIdentifiers", cf::stack_shapes::kTexts),
};
constexpr Shape kIdentifierSummary = StructureShape(kIdentifierMembers);
constexpr Shape kIdentifierSummaries = ListShape<IdentifierSummary>(kIdentifierSummary);

std::vector<IdentifierSummary> IdentifiersOf(const cf::Template& read) {
  std::vector<IdentifierSummary> summaries;
  for (const TypeIdentifier& known : kIdentifiers) {
    IdentifierSummary summary{std::string(known.type), {}, {std::string(known.property)}};
    for (const cf::TemplateResource& resource : read.resources) {
      if (resource.type == known.type) summary.logical_ids.push_back(resource.logical_id);
    }
    if (!summary.logical_ids.empty()) summaries.push_back(std::move(summary));
  }
  return summaries;
}

constexpr Member kValidateInput[] = {
    Field<&StackRequest::template_body>("TemplateBody", cf::stack_shapes::kTemplateBody),
    Field<&StackRequest::template_url>("TemplateURL", shapes::kText),
};

// ValidateTemplate shows the first ones only.
struct TemplateSummary {
  std::vector<ParameterDeclaration> parameters;
  std::optional<std::string> description;
  std::optional<std::vector<std::string>> capabilities;
  std::optional<std::string> capabilities_reason;
  std::optional<std::vector<std::string>> declared_transforms;
  std::vector<std::string> resource_types;
  std::vector<IdentifierSummary> identifiers;
  std::string version = "2010-09-09";
  std::optional<std::string> metadata;
};
constexpr Member kSummaryCommon[] = {
    Field<&TemplateSummary::description>("Description", shapes::kText),
    Field<&TemplateSummary::capabilities>("Capabilities", cf::stack_shapes::kTexts),
    Field<&TemplateSummary::capabilities_reason>("CapabilitiesReason", shapes::kText),
    Field<&TemplateSummary::declared_transforms>("DeclaredTransforms", cf::stack_shapes::kTexts),
};
constexpr Member kValidateOnly[] = {
    Field<&TemplateSummary::parameters>("Parameters", kDeclarations),
};
constexpr auto kValidateOutput = JoinMembers(kValidateOnly, kSummaryCommon);
constexpr Member kSummaryOnly[] = {
    Field<&TemplateSummary::parameters>("Parameters", kLongDeclarations),
    Field<&TemplateSummary::resource_types>("ResourceTypes", cf::stack_shapes::kTexts),
    Field<&TemplateSummary::identifiers>("ResourceIdentifierSummaries", kIdentifierSummaries),
    Field<&TemplateSummary::version>("Version", shapes::kText),
    Field<&TemplateSummary::metadata>("Metadata", shapes::kText),
};
constexpr auto kSummaryOutput = JoinMembers(kSummaryOnly, kSummaryCommon);

TemplateSummary Summarize(const cf::Template& read) {
  TemplateSummary summary;
  summary.parameters = DeclarationsOf(read);
  summary.description = cf::NotEmpty(read.description);
  if (auto needed = cf::CapabilitiesOf(read); !needed.empty()) {
    summary.capabilities = std::move(needed);
    summary.capabilities_reason = cf::NotEmpty(cf::CapabilitiesReason(read));
  }
  if (!read.transforms.empty()) summary.declared_transforms = read.transforms;
  for (const cf::TemplateResource& resource : read.resources) {
    auto& types = summary.resource_types;
    if (std::find(types.begin(), types.end(), resource.type) == types.end()) {
      types.push_back(resource.type);
    }
  }
  summary.identifiers = IdentifiersOf(read);
  if (!read.metadata.is_null()) summary.metadata = boost::json::serialize(read.metadata);
  return summary;
}

Result<TemplateSummary> ValidateTemplate(Context& context, const StackRequest& request) {
  const auto body = cf::TemplateOf(context, request, nullptr);
  if (!body) return body.error();
  const auto read = cf::ReadTemplate(*body);
  if (!read) return read.error();
  return Summarize(*read);
}

constexpr Member kSummaryInput[] = {
    Field<&StackRequest::stack_name>("StackName", cf::stack_shapes::kName),
    Field<&StackRequest::template_body>("TemplateBody", cf::stack_shapes::kTemplateBody),
    Field<&StackRequest::template_url>("TemplateURL", shapes::kText),
};

Result<TemplateSummary> GetTemplateSummary(Context& context, const StackRequest& request) {
  if (!request.stack_name) return ValidateTemplate(context, request);
  const Stack* const stack = cf::FindStack(context, *request.stack_name);
  if (stack == nullptr) return error::StackWithIdMissing(*request.stack_name);
  if (stack->status == StackStatus::kReviewInProgress) return error::SummaryOfReview();
  const auto read = cf::ReadTemplate(stack->input.template_body);
  if (!read) return read.error();
  return Summarize(*read);
}

}  // namespace

extern constexpr Operation kGetTemplate =
    DefineOperation<GetTemplateInput, GetTemplateOutput, GetTemplate>("GetTemplate", kGetInput,
                                                                      kGetOutput);
extern constexpr Operation kValidateTemplate =
    DefineOperation<StackRequest, TemplateSummary, ValidateTemplate>(
        "ValidateTemplate", kValidateInput, kValidateOutput);
extern constexpr Operation kGetTemplateSummary =
    DefineOperation<StackRequest, TemplateSummary, GetTemplateSummary>(
        "GetTemplateSummary", kSummaryInput, kSummaryOutput);

}  // namespace runnel

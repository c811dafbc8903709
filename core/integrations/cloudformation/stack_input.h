// What requests say about a stack, and the checks of it that CreateStack, UpdateStack and
// CreateChangeSet share.
// Source: integrations 6.2, 6.4.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/shapes.h"
#include "core/integrations/cloudformation/template.h"
#include "core/model/stack.h"
#include "core/operations/context.h"

namespace runnel::cloudformation {

struct ParameterInput {
  std::optional<std::string> parameter_key;
  std::optional<std::string> parameter_value;
  std::optional<bool> use_previous_value;
};
struct StackTag {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

struct StackRequest {
  std::optional<std::string> stack_name;
  std::optional<std::string> template_body;
  std::optional<std::string> template_url;
  std::optional<bool> use_previous_template;
  std::optional<std::vector<ParameterInput>> parameters;
  std::optional<std::vector<StackTag>> tags;
  std::optional<std::vector<std::string>> capabilities;
  std::optional<std::vector<std::string>> notification_arns;
  std::optional<std::string> role_arn;
  std::optional<std::string> on_failure;
  std::optional<bool> disable_rollback;
  std::optional<bool> enable_termination_protection;
  std::optional<std::int32_t> timeout_in_minutes;
  std::optional<std::string> client_request_token;
  std::optional<std::string> change_set_name;
  std::optional<std::string> change_set_type;
  std::optional<std::string> description;
  std::optional<std::string> on_stack_failure;
  std::optional<std::string> stack_policy_body;
};

namespace stack_shapes {

inline constexpr Pattern kNewNamePattern("[a-zA-Z][-a-zA-Z0-9]*");
inline constexpr Pattern kNamePattern("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*");
inline constexpr Shape kNewName = StringShape(1, 128, &kNewNamePattern);
inline constexpr Shape kName = PatternShape(kNamePattern);
inline constexpr Shape kTemplateBody = StringShape(1, 51'200);
inline constexpr Shape kPolicyBody = StringShape(1, 16'384);
inline constexpr Member kParameterMembers[] = {
    Field<&ParameterInput::parameter_key>("ParameterKey", shapes::kText),
    Field<&ParameterInput::parameter_value>("ParameterValue", shapes::kText),
    Field<&ParameterInput::use_previous_value>("UsePreviousValue", shapes::kBoolean),
};
inline constexpr Shape kParameter = StructureShape(kParameterMembers);
inline constexpr Shape kParameters = ListShape<ParameterInput>(kParameter, 0, 200);
inline constexpr Member kTagMembers[] = {
    Field<&StackTag::key>("Key", shapes::kText),
    Field<&StackTag::value>("Value", shapes::kText),
};
inline constexpr Shape kTag = StructureShape(kTagMembers);
inline constexpr Shape kTags = ListShape<StackTag>(kTag, 0, 50);
inline constexpr Shape kTexts = ListShape<std::string>(shapes::kText);

// What all three have.
inline constexpr Member kCommon[] = {
    Field<&StackRequest::template_body>("TemplateBody", kTemplateBody),
    Field<&StackRequest::template_url>("TemplateURL", shapes::kText),
    Field<&StackRequest::stack_policy_body>("StackPolicyBody", kPolicyBody),
    Field<&StackRequest::parameters>("Parameters", kParameters),
    Field<&StackRequest::tags>("Tags", kTags),
    Field<&StackRequest::capabilities>("Capabilities", kTexts),
    Field<&StackRequest::notification_arns>("NotificationARNs", kTexts),
    Field<&StackRequest::role_arn>("RoleARN", shapes::kText),
    Field<&StackRequest::client_request_token>("ClientRequestToken", shapes::kText),
};

}  // namespace stack_shapes

struct CheckedInput {
  StackInput input;
  Template read;
};

// The template that the request gives. `previous`: that the stack has, for UsePreviousTemplate.
// Where it is at a URL that nobody has read yet, the context is told to want it.
Result<std::string> TemplateOf(Context& context, const StackRequest& request,
                               const StackInput* previous);

// Errors: it is no JSON object.
Result<void> CheckPolicyBody(const std::string& body);

// The input as the stack is to keep it. Errors: everything of 6.4 that is found before anything is
// created.
Result<CheckedInput> CheckInput(Context& context, const StackRequest& request,
                                const Stack* previous);

// The capabilities that the template's resources need.
std::vector<std::string> CapabilitiesOf(const Template& read);
// "The following resource(s) require capabilities: [AWS::IAM::Role]".
std::string CapabilitiesReason(const Template& read);

// A stack that is not there yet, in review.
Stack NewStack(Context& context, const std::string& name);

// Puts the stack into the operation that `status` begins, and lets it go on at once.
void Start(Context& context, Stack stack, StackStatus status, std::string token);

// The stack of that name or ARN; deleted ones by ARN only. Null: there is none.
const Stack* FindStack(const Context& context, const std::string& name);

// The change set of this name or ARN; null: the stack has none such.
const ChangeSet* FindChangeSet(const Stack& stack, const std::string& name);
// The caller's stack that has the change set of this ARN; null: none has.
const Stack* FindStackOfChangeSet(const Context& context, const std::string& arn);

// Whether a new operation may begin.
Result<void> CheckMayUpdate(const Stack& stack);

}  // namespace runnel::cloudformation

#include "core/integrations/cloudformation/stack_input.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>

#include "core/api/stack_errors.h"
#include "core/base/uuid.h"
#include "core/integrations/cloudformation/function_call.h"
#include "core/integrations/cloudformation/resource_type.h"
#include "core/integrations/cloudformation/stack_step.h"
#include "core/integrations/cloudformation/stack_texts.h"
#include "core/integrations/cloudformation/template_parameters.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

constexpr std::string_view kNamesOfIam[] = {"RoleName", "PolicyName", "ManagedPolicyName",
                                            "UserName", "GroupName",  "InstanceProfileName"};

// AWS: what a template at a URL may have.
constexpr std::size_t kFetchedBytesMax = 1'000'000;

bool IsIam(const TemplateResource& resource) { return resource.type.starts_with("AWS::IAM::"); }

bool IsNamed(const TemplateResource& resource) {
  if (resource.type == "AWS::IAM::Policy") return false;
  return std::any_of(std::begin(kNamesOfIam), std::end(kNamesOfIam), [&](std::string_view name) {
    return resource.properties.get_object().contains(
        boost::json::string_view(name.data(), name.size()));
  });
}

Result<void> CheckCapabilities(const Template& read, const std::vector<std::string>& given) {
  const auto has = [&given](std::string_view name) {
    return std::find(given.begin(), given.end(), name) != given.end();
  };
  for (const std::string& needed : CapabilitiesOf(read)) {
    const bool enough = has(needed) || (needed == "CAPABILITY_IAM" && has("CAPABILITY_NAMED_IAM"));
    if (!enough) return error::CapabilityMissing(needed);
  }
  return {};
}

Result<void> CheckTypes(const Template& read) {
  std::vector<std::string> unknown;
  for (const TemplateResource& resource : read.resources) {
    if (IsResourceType(resource.type)) continue;
    if (std::find(unknown.begin(), unknown.end(), resource.type) == unknown.end()) {
      unknown.push_back(resource.type);
    }
  }
  if (!unknown.empty()) return error::TypesUnknown(unknown);
  return {};
}

// What is looked up and not there, in maps and in what other stacks export, is found out before
// anything is made. What a condition keeps out is not looked up.
Result<void> CheckLookups(const boost::json::value& value, const Evaluation& evaluation) {
  const auto call = AsFunction(value);
  if (call && call->name == "Fn::If") {
    const boost::json::array& parts = call->argument->get_array();
    const auto holds = evaluation.Holds(View(parts[0].get_string()));
    return holds ? CheckLookups(parts[*holds ? 1 : 2], evaluation) : Result<void>(holds.error());
  }
  if (call && (call->name == "Fn::FindInMap" || call->name == "Fn::ImportValue")) {
    const auto found = evaluation.Evaluate(value);
    return found ? Result<void>() : Result<void>(found.error());
  }
  if (const boost::json::array* const list = value.if_array()) {
    for (const boost::json::value& element : *list) {
      if (auto checked = CheckLookups(element, evaluation); !checked) return checked;
    }
  } else if (const boost::json::object* const object = value.if_object()) {
    for (const auto& member : *object) {
      if (auto checked = CheckLookups(member.value(), evaluation); !checked) return checked;
    }
  }
  return {};
}

Result<void> CheckLookups(const Template& read, const Evaluation& evaluation) {
  for (const TemplateCondition& condition : read.conditions) {
    if (const auto holds = evaluation.Holds(condition.name); !holds) return holds.error();
  }
  for (const TemplateResource& resource : read.resources) {
    if (!*evaluation.Holds(resource.condition)) continue;
    if (auto checked = CheckLookups(resource.properties, evaluation); !checked) return checked;
  }
  for (const TemplateOutput& output : read.outputs) {
    if (!*evaluation.Holds(output.condition)) continue;
    if (auto checked = CheckLookups(output.value, evaluation); !checked) return checked;
  }
  return {};
}

}  // namespace

Result<std::string> TemplateOf(Context& context, const StackRequest& request,
                               const StackInput* previous) {
  if (request.use_previous_template.value_or(false) && previous != nullptr) {
    return previous->template_body;
  }
  if (request.template_body) return *request.template_body;
  if (!request.template_url) return error::TemplateMissing();
  const std::string& url = *request.template_url;
  if (!url.starts_with("https://") && !url.starts_with("http://")) {
    return error::TemplateUrlUnsupported();
  }
  if (context.settings.http_calls == HttpCalls::kNobody) return error::TemplateUrlNotRead();
  if (context.fetched_template == nullptr) {
    context.wanted_template = url;
    return error::TemplateMissing();
  }
  const FetchedTemplate& fetched = *context.fetched_template;
  if (!fetched.failure.empty()) return error::TemplateUrlUnreadable(fetched.failure);
  if (fetched.body.size() > kFetchedBytesMax) return error::TemplateTooLarge(kFetchedBytesMax);
  return fetched.body;
}

Result<void> CheckPolicyBody(const std::string& body) {
  boost::json::error_code failed;
  const boost::json::value value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return error::StackPolicyInvalid();
  return {};
}

std::vector<std::string> CapabilitiesOf(const Template& read) {
  std::vector<std::string> needed;
  const auto& resources = read.resources;
  if (std::any_of(resources.begin(), resources.end(), IsIam)) {
    const bool named = std::any_of(resources.begin(), resources.end(), [](const auto& resource) {
      return IsIam(resource) && IsNamed(resource);
    });
    needed.emplace_back(named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM");
  }
  if (!read.transforms.empty()) needed.emplace_back("CAPABILITY_AUTO_EXPAND");
  return needed;
}

std::string CapabilitiesReason(const Template& read) {
  std::vector<std::string> types;
  for (const TemplateResource& resource : read.resources) {
    if (!IsIam(resource)) continue;
    if (std::find(types.begin(), types.end(), resource.type) == types.end()) {
      types.push_back(resource.type);
    }
  }
  if (types.empty()) return {};
  return "The following resource(s) require capabilities: [" + Joined(types) + "]";
}

Result<CheckedInput> CheckInput(Context& context, const StackRequest& request,
                                const Stack* previous) {
  const StackInput* const had = previous == nullptr ? nullptr : &previous->input;
  auto body = TemplateOf(context, request, had);
  if (!body) return body.error();
  auto read = ReadTemplate(*body);
  if (!read) return read.error();
  if (!context.settings.skip_unknown_resource_types) {
    if (const auto known = CheckTypes(*read); !known) return known.error();
  }
  CheckedInput checked;
  if (request.stack_policy_body) {
    const auto valid = CheckPolicyBody(*request.stack_policy_body);
    if (!valid) return valid.error();
  }
  checked.input.template_body = *std::move(body);
  checked.input.capabilities = request.capabilities.value_or(std::vector<std::string>());
  if (const auto capable = CheckCapabilities(*read, checked.input.capabilities); !capable) {
    return capable.error();
  }
  std::vector<GivenParameter> given;
  for (const ParameterInput& parameter :
       request.parameters.value_or(std::vector<ParameterInput>())) {
    given.push_back({parameter.parameter_key.value_or(""), parameter.parameter_value,
                     parameter.use_previous_value.value_or(false)});
  }
  auto parameters = ResolveParameters(
      *read, given, had == nullptr ? std::vector<StackParameter>() : had->parameters);
  if (!parameters) return parameters.error();
  checked.input.parameters = *std::move(parameters);
  if (request.tags) {
    for (const StackTag& tag : *request.tags) {
      checked.input.tags[tag.key.value_or("")] = tag.value.value_or("");
    }
  } else if (had != nullptr) {
    checked.input.tags = had->tags;
  }
  checked.input.notification_arns = request.notification_arns.value_or(std::vector<std::string>());
  checked.input.role_arn = request.role_arn.value_or(had == nullptr ? "" : had->role_arn);
  Stack stack = previous == nullptr ? Stack() : *previous;
  stack.scope = context.caller;
  if (previous == nullptr) stack.name = request.stack_name.value_or("");
  const StackIdentity identity = IdentityOf(stack);
  const StackSurroundings surroundings(stack, context.state);
  const Evaluation evaluation(*read, checked.input.parameters, identity, surroundings);
  if (const auto found = CheckLookups(*read, evaluation); !found) return found.error();
  checked.read = *std::move(read);
  return checked;
}

Stack NewStack(Context& context, const std::string& name) {
  Stack stack;
  stack.uid = context.state.next_stack_uid();
  stack.scope = context.caller;
  stack.name = name;
  stack.id = "arn:aws:cloudformation:" + context.caller.region.text() + ":" +
             context.caller.account.text() + ":stack/" + name + "/" + RandomUuid(context.random);
  stack.created_at = context.now;
  return stack;
}

void Start(Context& context, Stack stack, StackStatus status, std::string token) {
  stack.status = status;
  stack.status_reason = "User Initiated";
  stack.token = std::move(token);
  stack.due = context.now;
  BeginOperation(stack);
  const StackEvent event = StackEventOf(stack, context.now, RandomUuid(context.random));
  const StackUid uid = stack.uid;
  context.Emit(StackPut{std::move(stack)});
  context.Emit(StackEventsAdded{uid, {event}});
}

const Stack* FindStack(const Context& context, const std::string& name) {
  return context.state.FindStack(context.caller, name);
}

const ChangeSet* FindChangeSet(const Stack& stack, const std::string& name) {
  const auto found =
      std::find_if(stack.change_sets.begin(), stack.change_sets.end(),
                   [&](const ChangeSet& one) { return one.name == name || one.id == name; });
  return found == stack.change_sets.end() ? nullptr : &*found;
}

const Stack* FindStackOfChangeSet(const Context& context, const std::string& arn) {
  for (const auto& [uid, stack] : context.state.stacks()) {
    if (stack.scope == context.caller && FindChangeSet(stack, arn) != nullptr) return &stack;
  }
  return nullptr;
}

Result<void> CheckMayUpdate(const Stack& stack) {
  switch (stack.status) {
    case StackStatus::kCreateComplete:
    case StackStatus::kUpdateComplete:
    case StackStatus::kUpdateRollbackComplete:
    case StackStatus::kUpdateFailed:
    case StackStatus::kCreateFailed:
      return {};
    default:
      return error::StackNotUpdatable(stack.id, NameOf(stack.status));
  }
}

}  // namespace runnel::cloudformation

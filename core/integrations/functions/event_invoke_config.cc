// PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig, GetFunctionEventInvokeConfig,
// ListFunctionEventInvokeConfigs, DeleteFunctionEventInvokeConfig.
// Source: integrations 4.4, 4.5.
#include "core/api/function_errors.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Shape kRetries = NumberShape(ShapeKind::kInteger, 0, 2);
constexpr Shape kAge = NumberShape(ShapeKind::kInteger, 60, 21'600);

// Kept and given back: nobody is told of events.
struct EventDestination {
  std::optional<std::string> destination;
};
constexpr Shape kDestinationArn = StringShape(0, 350);
constexpr Member kDestinationMembers[] = {
    Field<&EventDestination::destination>("Destination", kDestinationArn),
};
constexpr Shape kDestination = StructureShape(kDestinationMembers);

struct EventDestinations {
  std::optional<EventDestination> on_success;
  std::optional<EventDestination> on_failure;
};
constexpr Member kDestinationsMembers[] = {
    Field<&EventDestinations::on_success>("OnSuccess", kDestination),
    Field<&EventDestinations::on_failure>("OnFailure", kDestination),
};
constexpr Shape kDestinations = StructureShape(kDestinationsMembers);

struct EventInvokeInput {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
  std::optional<std::int32_t> retries_max;
  std::optional<std::int32_t> age_max;
  std::optional<EventDestinations> destinations;
};
constexpr Member kPutInput[] = {
    Field<&EventInvokeInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&EventInvokeInput::qualifier>("Qualifier", shapes::kText),
    Field<&EventInvokeInput::retries_max>("MaximumRetryAttempts", kRetries),
    Field<&EventInvokeInput::age_max>("MaximumEventAgeInSeconds", kAge),
    Field<&EventInvokeInput::destinations>("DestinationConfig", kDestinations),
};
constexpr Member kInput[] = {
    Field<&EventInvokeInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&EventInvokeInput::qualifier>("Qualifier", shapes::kText),
};

struct EventInvokeOutput {
  Timestamp last_modified;
  std::string arn;
  std::optional<std::int32_t> retries_max;
  std::optional<std::int32_t> age_max;
  EventDestinations destinations;
};
constexpr Member kOutput[] = {
    Field<&EventInvokeOutput::last_modified>("LastModified", shapes::kTimestamp),
    Field<&EventInvokeOutput::arn>("FunctionArn", shapes::kText),
    Field<&EventInvokeOutput::retries_max>("MaximumRetryAttempts", shapes::kInteger),
    Field<&EventInvokeOutput::age_max>("MaximumEventAgeInSeconds", shapes::kInteger),
    Field<&EventInvokeOutput::destinations>("DestinationConfig", kDestinations),
};
constexpr Shape kConfiguration = StructureShape(kOutput);
constexpr Shape kConfigurations = ListShape<EventInvokeOutput>(kConfiguration);

struct ListEventInvokeOutput {
  std::vector<EventInvokeOutput> configurations;
};
constexpr Member kListOutput[] = {
    Field<&ListEventInvokeOutput::configurations>("FunctionEventInvokeConfigs", kConfigurations),
};

struct Found {
  FunctionName name;  // always with a qualifier
  const Function* function;
};

Result<Found> Find(const Context& context, const EventInvokeInput& input) {
  auto name = ReadFunctionName(*input.function_name, input.qualifier, context.caller);
  if (!name) return name.error();
  const auto resolved = ResolveFunction(context.state, *name);
  if (!resolved) return error::FunctionNotFound(name->Arn());
  if (name->qualifier.empty()) name->qualifier = kLatestVersion;
  return Found{*name, resolved->function};
}

// AWS: a destination that is none is an empty object.
EventDestination Shown(const std::string& arn) {
  return {arn.empty() ? std::nullopt : std::optional(arn)};
}

EventInvokeOutput Describe(const FunctionName& name,
                           const EventInvokeConfiguration& configuration) {
  return {configuration.last_modified,
          name.Arn(),
          configuration.retries_max,
          configuration.age_seconds_max,
          {Shown(configuration.on_success), Shown(configuration.on_failure)}};
}

// What is kept of a destination that was said.
void Take(const std::optional<EventDestination>& said, std::string& arn) {
  if (said) arn = said->destination.value_or("");
}

// Notes `configuration` with what the input says of it.
EventInvokeOutput Configure(Context& context, const Found& found, const EventInvokeInput& input,
                            EventInvokeConfiguration configuration) {
  if (input.retries_max) configuration.retries_max = input.retries_max;
  if (input.age_max) configuration.age_seconds_max = input.age_max;
  if (input.destinations) {
    Take(input.destinations->on_success, configuration.on_success);
    Take(input.destinations->on_failure, configuration.on_failure);
  }
  configuration.last_modified = context.now;
  EventInvokeOutput output = Describe(found.name, configuration);
  Function function = *found.function;
  function.event_invoke[found.name.qualifier] = std::move(configuration);
  context.Emit(FunctionPut{std::move(function)});
  return output;
}

Result<EventInvokeOutput> PutEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  return Configure(context, *found, input, {});
}

Result<EventInvokeOutput> UpdateEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  const auto known = found->function->event_invoke.find(found->name.qualifier);
  if (known == found->function->event_invoke.end()) {
    return error::NoEventInvokeConfig(found->name.Arn());
  }
  return Configure(context, *found, input, known->second);
}

Result<EventInvokeOutput> GetEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  const auto configuration = found->function->event_invoke.find(found->name.qualifier);
  if (configuration == found->function->event_invoke.end()) {
    return error::NoEventInvokeConfig(found->name.Arn());
  }
  return Describe(found->name, configuration->second);
}

Result<ListEventInvokeOutput> ListEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  ListEventInvokeOutput output;
  for (const auto& [qualifier, configuration] : (*found)->event_invoke) {
    const FunctionName name{(*found)->scope, (*found)->name, qualifier};
    output.configurations.push_back(Describe(name, configuration));
  }
  return output;
}

Result<NoOutput> DeleteEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  Function function = *found->function;
  if (function.event_invoke.erase(found->name.qualifier) == 0) {
    return error::NoEventInvokeConfig(found->name.Arn());
  }
  context.Emit(FunctionPut{std::move(function)});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kPutEventInvokeConfig =
    DefineOperation<EventInvokeInput, EventInvokeOutput, PutEventInvoke>(
        "PutFunctionEventInvokeConfig", kPutInput, kOutput);
extern constexpr Operation kUpdateEventInvokeConfig =
    DefineOperation<EventInvokeInput, EventInvokeOutput, UpdateEventInvoke>(
        "UpdateFunctionEventInvokeConfig", kPutInput, kOutput);
extern constexpr Operation kListEventInvokeConfigs =
    DefineOperation<EventInvokeInput, ListEventInvokeOutput, ListEventInvoke>(
        "ListFunctionEventInvokeConfigs", kInput, kListOutput);
extern constexpr Operation kGetEventInvokeConfig =
    DefineOperation<EventInvokeInput, EventInvokeOutput, GetEventInvoke>(
        "GetFunctionEventInvokeConfig", kInput, kOutput);
extern constexpr Operation kDeleteEventInvokeConfig =
    DefineOperation<EventInvokeInput, DeleteEventInvoke>("DeleteFunctionEventInvokeConfig", kInput);

}  // namespace runnel

// PutFunctionEventInvokeConfig, GetFunctionEventInvokeConfig, DeleteFunctionEventInvokeConfig.
// Source: integrations 4.4, 4.5.
#include "core/api/function_errors.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Shape kRetries = NumberShape(ShapeKind::kInteger, 0, 2);
constexpr Shape kAge = NumberShape(ShapeKind::kInteger, 60, 21'600);

struct EventInvokeInput {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
  std::optional<std::int32_t> retries_max;
  std::optional<std::int32_t> age_max;
};
constexpr Member kPutInput[] = {
    Field<&EventInvokeInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&EventInvokeInput::qualifier>("Qualifier", shapes::kText),
    Field<&EventInvokeInput::retries_max>("MaximumRetryAttempts", kRetries),
    Field<&EventInvokeInput::age_max>("MaximumEventAgeInSeconds", kAge),
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
};
constexpr Member kOutput[] = {
    Field<&EventInvokeOutput::last_modified>("LastModified", shapes::kTimestamp),
    Field<&EventInvokeOutput::arn>("FunctionArn", shapes::kText),
    Field<&EventInvokeOutput::retries_max>("MaximumRetryAttempts", shapes::kInteger),
    Field<&EventInvokeOutput::age_max>("MaximumEventAgeInSeconds", shapes::kInteger),
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

EventInvokeOutput Describe(const Found& found, const EventInvokeConfiguration& configuration) {
  return {configuration.last_modified, found.name.Arn(), configuration.retries_max,
          configuration.age_seconds_max};
}

Result<EventInvokeOutput> PutEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  Function function = *found->function;
  EventInvokeConfiguration& configuration = function.event_invoke[found->name.qualifier];
  configuration.retries_max = input.retries_max;
  configuration.age_seconds_max = input.age_max;
  configuration.last_modified = context.now;
  EventInvokeOutput output = Describe(*found, configuration);
  context.Emit(FunctionPut{std::move(function)});
  return output;
}

Result<EventInvokeOutput> GetEventInvoke(Context& context, const EventInvokeInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  const auto configuration = found->function->event_invoke.find(found->name.qualifier);
  if (configuration == found->function->event_invoke.end()) {
    return error::NoEventInvokeConfig(found->name.Arn());
  }
  return Describe(*found, configuration->second);
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
extern constexpr Operation kGetEventInvokeConfig =
    DefineOperation<EventInvokeInput, EventInvokeOutput, GetEventInvoke>(
        "GetFunctionEventInvokeConfig", kInput, kOutput);
extern constexpr Operation kDeleteEventInvokeConfig =
    DefineOperation<EventInvokeInput, DeleteEventInvoke>("DeleteFunctionEventInvokeConfig", kInput);

}  // namespace runnel

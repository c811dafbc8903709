// Source: integrations 4.5.
#include "core/api/function_errors.h"
#include "core/api/shapes.h"
#include "core/base/base64.h"
#include "core/base/json_document.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::size_t kWaitedPayloadBytesMax = 6'291'456;
constexpr std::size_t kEventPayloadBytesMax = 1'048'576;

struct InvokeInput {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
  std::optional<std::string> invocation_type;
  std::optional<std::string> log_type;
  std::optional<std::string> client_context;
  std::optional<std::string> payload;
};
constexpr std::array<std::string_view, 3> kTypes = {"Event", "RequestResponse", "DryRun"};
constexpr Shape kType = EnumShape(kTypes);
constexpr std::array<std::string_view, 2> kLogTypes = {"None", "Tail"};
constexpr Shape kLogType = EnumShape(kLogTypes);
constexpr Member kInput[] = {
    Field<&InvokeInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&InvokeInput::qualifier>("Qualifier", shapes::kText),
    Field<&InvokeInput::invocation_type>("InvocationType", kType),
    Field<&InvokeInput::log_type>("LogType", kLogType),
    Field<&InvokeInput::client_context>("ClientContext", shapes::kText),
    Field<&InvokeInput::payload>("Payload", shapes::kText),
};

Result<void> CheckPayload(const std::string& payload, bool waits) {
  const std::size_t most = waits ? kWaitedPayloadBytesMax : kEventPayloadBytesMax;
  if (payload.size() > most) return error::InvocationTooLarge(payload.size(), most);
  if (!IsJson(payload)) return error::PayloadNotJson();
  return {};
}

Result<NoOutput> Invoke(Context& context, const InvokeInput& input) {
  const auto name = ReadFunctionName(*input.function_name, input.qualifier, context.caller);
  if (!name) return name.error();
  const auto resolved = ResolveFunction(context.state, *name, &context.random);
  if (!resolved) {
    FunctionName missing = *name;
    if (missing.qualifier.empty()) missing.qualifier = kLatestVersion;
    return error::FunctionNotFound(missing.Arn());
  }
  const bool waits = input.invocation_type.value_or("RequestResponse") == "RequestResponse";
  std::string payload = input.payload.value_or("{}");
  if (const auto fits = CheckPayload(payload, waits); !fits) return fits.error();
  // An event is taken, and waits until it may run.
  if (waits && resolved->throttled()) return error::NoConcurrencyReserved();
  WantedInvocation& wanted = context.wanted_invocation.emplace();
  wanted.dry_run = input.invocation_type == "DryRun";
  wanted.invocation = MakeInvocation(*resolved, std::move(payload));
  if (input.client_context) {
    const auto wrong = DecodeBase64(*input.client_context, wanted.invocation.client_context);
    if (wrong) return error::ClientContextNotReadable();
  }
  wanted.by_calls = resolved->by_calls();
  wanted.call_waits = waits;
  wanted.with_log = waits && input.log_type == "Tail";
  const auto& event_invoke = resolved->function->event_invoke;
  const auto configured =
      event_invoke.find(name->qualifier.empty() ? kLatestVersion : name->qualifier);
  if (configured != event_invoke.end()) {
    wanted.retries_max = configured->second.retries_max.value_or(wanted.retries_max);
    if (const auto age = configured->second.age_seconds_max) {
      wanted.age_max = Duration::Seconds(*age);
    }
  }
  return NoOutput{};
}

// The way to queue an event before there were types of invocations. AWS: its answer says nothing
// but its status.
Result<NoOutput> InvokeAsync(Context& context, const InvokeInput& input) {
  InvokeInput event = input;
  event.invocation_type = "Event";
  return Invoke(context, event);
}
constexpr Member kAsyncInput[] = {
    Field<&InvokeInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&InvokeInput::payload>("Payload", shapes::kText),
};

}  // namespace

extern constexpr Operation kInvoke = DefineOperation<InvokeInput, Invoke>("Invoke", kInput);
extern constexpr Operation kInvokeAsync =
    DefineOperation<InvokeInput, InvokeAsync>("InvokeAsync", kAsyncInput);

}  // namespace runnel

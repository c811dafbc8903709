// The emulator's own operations by which a client is the function: it takes invocations and says
// what came of them, in the order and at the times that a test needs.
#include "core/api/errors.h"
#include "core/api/function_errors.h"
#include "core/api/shapes.h"
#include "core/model/function_name.h"
#include "core/operations/invocation_queue.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Shape kFunctionName = StringShape(1, 256);

struct TakeInvocationInput {
  std::optional<std::string> function_name;
};
constexpr Member kTakeInput[] = {
    Field<&TakeInvocationInput::function_name>("FunctionName", kFunctionName).Required(),
};

struct TakeInvocationOutput {
  std::optional<std::string> request_id;
  std::optional<std::string> function_arn;
  std::optional<std::string> payload;
};
constexpr Member kTakeOutput[] = {
    Field<&TakeInvocationOutput::request_id>("RequestId", shapes::kText),
    Field<&TakeInvocationOutput::function_arn>("FunctionArn", shapes::kText),
    Field<&TakeInvocationOutput::payload>("Payload", shapes::kText),
};

Result<TakeInvocationOutput> TakeInvocation(Context& context, const TakeInvocationInput& input) {
  const auto named = FunctionName::Parse(*input.function_name, context.caller);
  if (!named) return error::InvalidFunctionName(*input.function_name);
  const Function* const function = context.state.FindFunction(named->scope, named->name);
  if (function == nullptr) return error::FunctionNotFound(named->Arn());
  if (!function->answered_by_calls()) return error::FunctionNotAnsweredByCalls(named->name);
  auto taken = context.invocations->TakeNext(named->scope, named->name);
  if (!taken) return TakeInvocationOutput{};
  return TakeInvocationOutput{std::move(taken->request_id), std::move(taken->invoked_arn),
                              std::move(taken->payload)};
}

struct TakeHttpCallInput {};

struct TakeHttpCallOutput {
  std::optional<std::string> request_id;
  std::optional<std::string> method;
  std::optional<std::string> url;
  std::optional<TagMap> headers;
  std::optional<std::string> payload;
};
constexpr Shape kHeaders = MapShape(shapes::kText, shapes::kText, 0, 1000);
constexpr Member kHttpOutput[] = {
    Field<&TakeHttpCallOutput::request_id>("RequestId", shapes::kText),
    Field<&TakeHttpCallOutput::method>("Method", shapes::kText),
    Field<&TakeHttpCallOutput::url>("Url", shapes::kText),
    Field<&TakeHttpCallOutput::headers>("Headers", kHeaders),
    Field<&TakeHttpCallOutput::payload>("Payload", shapes::kText),
};

// A request that a client is to make in the place of the emulator's host: of a pipe to an API
// destination, of a connection for a token, or for the template of a stack. What came of it goes to
// CompleteInvocation: RETURNED with the body for a status of 2xx, THROTTLED for 429, FUNCTION_ERROR
// for any other, NOT_RUN if there was no answer.
Result<TakeHttpCallOutput> TakeHttpCall(Context& context, const TakeHttpCallInput&) {
  if (context.settings.http_calls != HttpCalls::kByCalls) {
    return error::ControlArgument(
        "Requests over HTTP are not made by calls: Runnel.UpdateSettings with HttpCalls BY_CALLS "
        "changes that.");
  }
  auto taken = context.invocations->TakeNextHttp();
  if (!taken) return TakeHttpCallOutput{};
  TakeHttpCallOutput output;
  output.request_id = std::move(taken->request_id);
  output.method = std::move(taken->http->method);
  output.url = std::move(taken->http->url);
  output.headers.emplace(taken->http->headers.begin(), taken->http->headers.end());
  output.payload = std::move(taken->payload);
  return output;
}

struct CompleteInvocationInput {
  std::optional<std::string> request_id;
  std::optional<std::string> outcome;
  std::optional<std::string> payload;
};
constexpr std::array<std::string_view, 4> kOutcomes = {"RETURNED", "FUNCTION_ERROR", "THROTTLED",
                                                       "NOT_RUN"};
constexpr Shape kOutcome = EnumShape(kOutcomes);
constexpr Member kCompleteInput[] = {
    Field<&CompleteInvocationInput::request_id>("RequestId", shapes::kText).Required(),
    Field<&CompleteInvocationInput::outcome>("Outcome", kOutcome),
    Field<&CompleteInvocationInput::payload>("Payload", shapes::kText),
};

Result<NoOutput> CompleteInvocation(Context& context, const CompleteInvocationInput& input) {
  const auto id = context.invocations->FindTaken(context.caller, *input.request_id);
  if (!id) return error::InvocationNotTaken(*input.request_id);
  CompletedInvocation& completed = context.control.completed_invocation.emplace();
  completed.id = *id;
  completed.outcome.payload = input.payload.value_or(std::string());
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (input.outcome == kOutcomes[i]) {
      completed.outcome.kind = static_cast<InvocationOutcome::Kind>(i);
    }
  }
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kTakeInvocation =
    DefineOperation<TakeInvocationInput, TakeInvocationOutput, TakeInvocation>(
        "TakeInvocation", kTakeInput, kTakeOutput);
extern constexpr Operation kTakeHttpCall =
    DefineOperation<TakeHttpCallInput, TakeHttpCallOutput, TakeHttpCall>("TakeHttpCall", {},
                                                                         kHttpOutput);
extern constexpr Operation kCompleteInvocation =
    DefineOperation<CompleteInvocationInput, CompleteInvocation>("CompleteInvocation",
                                                                 kCompleteInput);

}  // namespace runnel

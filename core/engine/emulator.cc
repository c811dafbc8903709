#include "core/engine/emulator.h"

#include <utility>

#include "core/api/errors.h"
#include "core/engine/emulator_impl.h"
#include "core/engine/front_door.h"
#include "core/engine/subscription_event.h"
#include "core/inspect/secrets.h"
#include "core/integrations/events/event_operations.h"
#include "core/integrations/logs/log_operations.h"
#include "core/operations/operation_table.h"
#include "core/policy/evaluation.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

// What stands before the name of an operation that is not Kinesis's: what X-Amz-Target has there,
// where there is such a header.
std::string_view TargetOf(Service service) {
  switch (service) {
    case Service::kKinesis:
      return "";
    case Service::kControl:
      return kControlTarget;
    case Service::kLambda:
      return "Lambda";
    case Service::kLogs:
      return kLogsTarget;
    case Service::kStacks:
      return "CloudFormation";
    case Service::kEvents:
      return kEventsTarget;
    case Service::kPipes:
      return "Pipes";
  }
  return "";
}

}  // namespace

Call::Call(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Call::Call(Call&&) noexcept = default;
Call& Call::operator=(Call&&) noexcept = default;
Call::~Call() = default;

class SubscriptionOutput::Body {
 public:
  SubscriptionTurn turn;
};

SubscriptionOutput::SubscriptionOutput() = default;
SubscriptionOutput::SubscriptionOutput(std::unique_ptr<Body> body)
    : ended(body->turn.ended),
      more(body->turn.more),
      hang_up(body->turn.hang_up),
      body_(std::move(body)) {}
SubscriptionOutput::SubscriptionOutput(SubscriptionOutput&&) noexcept = default;
SubscriptionOutput& SubscriptionOutput::operator=(SubscriptionOutput&&) noexcept = default;
SubscriptionOutput::~SubscriptionOutput() = default;

void SubscriptionOutput::Encode(std::string& out) {
  if (!body_) return;
  body_->turn.Encode(out);
  ended = body_->turn.ended;
}

Emulator::Emulator(const Settings& settings, Clock& clock, std::uint64_t seed, bool journaled)
    : impl_(std::make_unique<EmulatorImpl>(settings, clock, seed, journaled)) {}
Emulator::~Emulator() = default;

Reply Emulator::Handle(const Request& request) {
  Call call = Decode(request);
  Run(call);
  return Encode(call);
}

Call Emulator::Decode(const Request& request) const {
  auto body = std::make_unique<Call::Body>();
  body->decoded = DecodeRequest(request, impl_->start_settings());
  const bool refused = body->decoded.answered && !body->decoded.answered->error_code.empty();
  if (refused) body->unread = BodyText::Of(request.body);
  return Call(std::move(body));
}

void Emulator::Run(Call& call) { impl_->Run(call.body()); }

Reply Emulator::Encode(Call& call) {
  Call::Body& body = call.body();
  DecodedRequest& decoded = body.decoded;
  Reply reply;
  if (decoded.answered) {
    reply = *std::move(decoded.answered);
    AddCommonHeaders(decoded, body.ids, reply);
  } else if (decoded.bystander) {
    reply =
        AnswerBystander(*decoded.bystander, body.caller.account,
                        CallerArn(decoded.credentials, body.caller.account), body.ids.RequestId());
    AddCommonHeaders(decoded, body.ids, reply);
  } else {
    if (body.result) body.result = decoded.invocation->Load();
    reply = EncodeResult(decoded, body.ids, body.result, body.opened_subscription);
  }
  reply.waiting = body.waiting;
  if (decoded.operation != nullptr) reply.operation = decoded.operation->name;
  reply.resource = std::move(decoded.resource);
  if (body.explanation) reply.explanation = *std::move(body.explanation);
  reply.delay = body.faults.delay;
  reply.hang_up = body.faults.drop_before || body.faults.drop_after;
  return reply;
}

CallDescription Emulator::Describe(const Call& call) {
  const Call::Body& body = call.body();
  const DecodedRequest& decoded = body.decoded;
  CallDescription description;
  description.account = body.caller.account.text();
  description.region = body.caller.region.text();
  description.hung_up = body.faults.drop_before || body.faults.drop_after;
  if (decoded.operation == nullptr) return description;
  const Operation& operation = *decoded.operation;
  if (const std::string_view target = TargetOf(decoded.service); !target.empty()) {
    description.operation = std::string(target) + ".";
  }
  description.operation += operation.name;
  if (decoded.answered) {
    description.error_code = decoded.answered->error_code;
    description.error_message = decoded.answered->error_message;
    return description;
  }
  json::Write(operation.input, decoded.invocation->input(), description.input);
  description.input = ShownInput(operation.name, std::move(description.input));
  const Result<void> result = body.result ? decoded.invocation->Load() : body.result;
  if (!result) {
    description.error_code = result.error().code();
    description.error_message = result.error().message();
  } else if (operation.has_output) {
    json::Write(operation.output, decoded.invocation->output(), description.output);
    description.output = ShownOutput(operation.name, std::move(description.output));
  }
  return description;
}

Reply Emulator::EncodeJournalFailure(Call& call, std::string_view why) {
  Call::Body& body = call.body();
  body.result = error::JournalFailed(why);
  body.opened_subscription = {};
  return Encode(call);
}

RecoveryReport Emulator::Recover(Journal& journal) { return impl_->Recover(journal); }
std::vector<FailureDelivery> Emulator::TakeFailures() {
  return impl_->function_runs().TakeFailures();
}
void Emulator::NoteFailureDelivery(std::uint64_t id, std::string delivery) {
  impl_->NoteFailureDelivery(id, std::move(delivery));
}
JournalPosition Emulator::journal_position() const { return impl_->journal_position(); }
void Emulator::UseArchive(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max) {
  impl_->UseArchive(std::move(archive), bytes_max);
}
JournalBatch Emulator::TakeJournal() { return impl_->TakeJournal(); }
void Emulator::JournalCommitted() { impl_->JournalCommitted(); }
JournalCheckpoint Emulator::TakeCheckpoint() { return impl_->TakeCheckpoint(); }
void Emulator::RefuseWrites(std::string why) { impl_->RefuseWrites(std::move(why)); }

void Emulator::NoteDuration(std::uint64_t microseconds) { impl_->NoteDuration(microseconds); }
MetricsView Emulator::Metrics() const { return impl_->Metrics(); }

void Emulator::Tick() { impl_->Tick(); }
std::optional<Duration> Emulator::NextDeadline() { return impl_->NextDeadline(); }
std::vector<SubscriptionId> Emulator::TakeReady() { return impl_->TakeReady(); }

std::vector<FunctionInvocation> Emulator::TakeInvocations() {
  return impl_->function_runs().TakeForHost();
}
void Emulator::CompleteInvocation(std::uint64_t id, InvocationOutcome outcome) {
  impl_->CompleteInvocation(id, std::move(outcome));
}

std::vector<ChannelDelivery> Emulator::TakeDeliveries() { return impl_->TakeDeliveries(); }
void Emulator::CompleteDelivery(const ChannelDelivery& delivery, const ChannelTally& tally,
                                const std::string& failure) {
  impl_->CompleteDelivery(delivery, tally, failure);
}

bool Emulator::DeliveryWaits() const { return impl_->channels().WaitsForCalls(); }

bool Emulator::HttpCallWaits() const { return impl_->function_runs().HttpCallWaits(); }

void Emulator::AppendLog(FunctionLog log) { impl_->AppendLog(std::move(log)); }

std::vector<std::uint64_t> Emulator::TakeAnswered() {
  return impl_->function_runs().waiting_calls().TakeAnswered();
}
void Emulator::Finish(Reply& reply) { impl_->function_runs().waiting_calls().Finish(reply); }
void Emulator::ForgetWaiting(std::uint64_t waiting) {
  impl_->function_runs().waiting_calls().Forget(waiting);
}

SubscriptionOutput Emulator::Poll(SubscriptionId subscription) {
  auto body = std::make_unique<SubscriptionOutput::Body>();
  body->turn = impl_->Poll(subscription);
  return SubscriptionOutput(std::move(body));
}

void Emulator::Unsubscribe(SubscriptionId subscription) { impl_->Unsubscribe(subscription); }

std::string Emulator::FindIdentityPolicyFault(const Identity& identity) {
  return identity.policy.empty() ? std::string() : runnel::FindIdentityPolicyFault(identity.policy);
}

std::string Emulator::CreateInitialStream(const InitialStream& stream) {
  return impl_->CreateInitialStream(stream);
}

std::string Emulator::SetUp(std::string_view operation, std::string_view input) {
  return impl_->SetUp(operation, input);
}

}  // namespace runnel

#include "core/engine/emulator.h"

#include "core/api/errors.h"
#include "core/engine/authorization.h"
#include "core/engine/due_changes.h"
#include "core/engine/emulator_clock.h"
#include "core/engine/front_door.h"
#include "core/engine/initial_streams.h"
#include "core/engine/subscription_event.h"
#include "core/operations/context.h"
#include "core/policy/evaluation.h"
#include "core/state/state.h"

namespace runnel {

class Call::Body {
 public:
  DecodedRequest decoded;
  ReplyIds ids{};
  AccountId account;
  Result<void> result;
  SubscriptionId opened_subscription;
};

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
    : ended(body->turn.ended), more(body->turn.more), body_(std::move(body)) {}
SubscriptionOutput::SubscriptionOutput(SubscriptionOutput&&) noexcept = default;
SubscriptionOutput& SubscriptionOutput::operator=(SubscriptionOutput&&) noexcept = default;
SubscriptionOutput::~SubscriptionOutput() = default;

void SubscriptionOutput::Encode(std::string& out) const {
  if (body_) body_->turn.Encode(out);
}

class EmulatorImpl {
 public:
  EmulatorImpl(const Settings& settings, Clock& clock, std::uint64_t seed)
      : start_settings_(settings), settings_(settings), host_clock_(clock), random_(seed) {
    token_key_ = {random_.Next(), random_.Next()};
  }

  void Run(Call::Body& call) {
    const Timestamp now = Enter();
    for (std::uint64_t& word : call.ids.words) word = random_.Next();
    if (call.decoded.access) Authenticate(call.decoded, host_now_);
    const Scope caller = ScopeOf(call.decoded.credentials);
    call.account = caller.account;
    if (call.decoded.operation == nullptr || call.decoded.answered) return;
    Context context{
        state_, settings_, caller, now, random_, token_key_, {clock_.frozen(), clock_.scale()},
        {},     {},        {}};
    call.result = RunOperation(call.decoded, context);
    if (!call.result) return;
    Commit(context.mutations);
    call.opened_subscription = context.opened_subscription;
    ApplyControl(context.control);
    // What is due at once, such as a change with no delay, is done when the call returns.
    DoWhatIsDue(clock_.Now(host_now_));
  }

  // Never changed, so readable by anybody at any time.
  const Settings& start_settings() const { return start_settings_; }

  void Tick() { Enter(); }

  std::optional<Duration> NextDeadline() {
    const auto timer = state_.EarliestTimer();
    if (!timer) return std::nullopt;
    return clock_.HostTimeUntil(timer->due, ReadClock());
  }

  std::vector<SubscriptionId> TakeReady() { return state_.TakeReady(); }

  SubscriptionTurn Poll(SubscriptionId id) {
    const Timestamp now = Enter();
    SubscriptionTurn turn = TakeTurn(state_, settings_, id, now);
    Commit(turn.changes);
    return turn;
  }

  void Unsubscribe(SubscriptionId id) {
    if (state_.FindSubscription(id) != nullptr) state_.Apply(SubscriptionClosed{id});
  }

  std::string CreateInitialStream(const InitialStream& stream) {
    const Timestamp now = Enter();
    Scope scope = ScopeOf({});
    if (!stream.region.empty()) scope.region = Region(stream.region);
    auto created = PlanInitialStream(state_, settings_, scope, stream, now);
    if (!created) return created.error().message();
    Commit({*std::move(created)});
    DoWhatIsDue(now);
    return {};
  }

 private:
  // Reads the clock, once per entry, and does what came due since the last one.
  Timestamp Enter() {
    const Timestamp now = ReadClock();
    DoWhatIsDue(now);
    return now;
  }

  Timestamp ReadClock() {
    host_now_ = host_clock_.Now();
    return clock_.Now(host_now_);
  }

  void DoWhatIsDue(Timestamp now) {
    for (auto timer = state_.EarliestTimer(); timer && timer->due <= now;
         timer = state_.EarliestTimer()) {
      Commit(DueChanges(state_, *timer, now));
    }
  }

  void Commit(const std::vector<Mutation>& mutations) {
    for (const Mutation& mutation : mutations) state_.Apply(mutation);
  }

  Scope ScopeOf(const Credentials& credentials) const {
    Region region(credentials.region.empty() ? settings_.default_region : credentials.region);
    if (credentials.identity != nullptr) return {credentials.identity->account, std::move(region)};
    // A 12-digit access key is the account.
    const bool is_account = IsAccountId(credentials.access_key);
    return {AccountId(is_account ? credentials.access_key : settings_.default_account),
            std::move(region)};
  }

  Result<void> RunOperation(DecodedRequest& decoded, Context& context) const {
    if (decoded.invalid) {
      const bool auto_distribution = AddressesAutoStream(decoded, context);
      if (!auto_distribution) return *decoded.invalid;
      if (decoded.invalid_under_auto) return *decoded.invalid_under_auto;
    }
    if (decoded.access && settings_.enforce_policies) {
      if (auto authorized = Authorize(decoded, context); !authorized) return authorized;
    }
    return decoded.invocation->Run(context);
  }

  // Whether a call that lacks partition keys names a stream that does not need them
  // (kinesis-api-45 6.1).
  static bool AddressesAutoStream(const DecodedRequest& decoded, const Context& context) {
    const auto arn = StreamArn::Parse(decoded.resource);
    const Stream* const stream = arn ? context.state.FindStream(arn->scope, arn->stream.text())
                                     : context.state.FindStream(context.caller, decoded.resource);
    return stream != nullptr && stream->distribution == RecordDistributionStrategy::kAuto;
  }

  void ApplyControl(const ControlChanges& control) {
    if (control.settings) settings_ = *control.settings;
    if (control.scale) clock_.SetScale(host_now_, *control.scale);
    if (control.freeze_at) clock_.FreezeAt(*control.freeze_at);
    if (control.unfreeze) clock_.Unfreeze(host_now_);
    if (control.advance_by) clock_.Advance(host_now_, *control.advance_by);
    if (!control.reset) return;
    state_.Apply(StateCleared{});
    settings_ = start_settings_;
    clock_.Restart(host_now_);
  }

  const Settings start_settings_;
  Settings settings_;
  Clock& host_clock_;
  Timestamp host_now_;
  EmulatorClock clock_;
  Prng random_;
  SealKey token_key_;
  State state_;
};

Emulator::Emulator(const Settings& settings, Clock& clock, std::uint64_t seed)
    : impl_(std::make_unique<EmulatorImpl>(settings, clock, seed)) {}
Emulator::~Emulator() = default;

Reply Emulator::Handle(const Request& request) {
  Call call = Decode(request);
  Run(call);
  return Encode(call);
}

Call Emulator::Decode(const Request& request) const {
  auto body = std::make_unique<Call::Body>();
  body->decoded = DecodeRequest(request, impl_->start_settings());
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
    reply = AnswerBystander(*decoded.bystander, body.account,
                            CallerArn(decoded.credentials, body.account), body.ids.RequestId());
    AddCommonHeaders(decoded, body.ids, reply);
  } else {
    reply = EncodeResult(decoded, body.ids, body.result, body.opened_subscription);
  }
  if (decoded.operation != nullptr) reply.operation = decoded.operation->name;
  reply.resource = std::move(decoded.resource);
  return reply;
}

void Emulator::Tick() { impl_->Tick(); }
std::optional<Duration> Emulator::NextDeadline() { return impl_->NextDeadline(); }
std::vector<SubscriptionId> Emulator::TakeReady() { return impl_->TakeReady(); }

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

}  // namespace runnel

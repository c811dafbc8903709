// What is behind the facade: the state, and everything that changes it. Seen by emulator.cc alone.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/errors.h"
#include "core/api/validation.h"
#include "core/base/check.h"
#include "core/engine/call_recorder.h"
#include "core/engine/channel_desk.h"
#include "core/engine/due_changes.h"
#include "core/engine/emulator.h"
#include "core/engine/emulator_clock.h"
#include "core/engine/engine_changes.h"
#include "core/engine/front_door.h"
#include "core/engine/function_runs.h"
#include "core/engine/initial_streams.h"
#include "core/engine/injected_faults.h"
#include "core/engine/journal_log.h"
#include "core/engine/record_budget.h"
#include "core/engine/replay.h"
#include "core/engine/room.h"
#include "core/engine/run_operation.h"
#include "core/engine/shown_bodies.h"
#include "core/engine/snapshot_desk.h"
#include "core/engine/stack_host.h"
#include "core/engine/subscription_event.h"
#include "core/engine/template_desk.h"
#include "core/faults/fault_rule_check.h"
#include "core/integrations/logs/log_store.h"
#include "core/operations/context.h"
#include "core/operations/operation_table.h"
#include "core/policy/evaluation.h"
#include "core/state/mutation_codec.h"
#include "core/state/state.h"
#include "core/state/state_image.h"
#include "core/wire/json.h"

namespace runnel {

class Call::Body {
 public:
  DecodedRequest decoded;
  ReplyIds ids{};
  Scope caller;
  Result<void> result;
  SubscriptionId opened_subscription;
  std::uint64_t waiting = 0;  // see Reply::waiting
  CallFaults faults;
  // Null: there is nothing to explain.
  std::unique_ptr<std::string> explanation;
  BodyText unread;  // what was asked, where that was not to be read
};

class EmulatorImpl {
 public:
  EmulatorImpl(const Settings& settings, Clock& clock, std::uint64_t seed, bool journaled)
      : start_settings_(settings),
        settings_(settings),
        host_clock_(clock),
        random_(seed),
        journal_(journaled),
        snapshots_(state_, [this] { return ChangeImage(); }) {
    token_key_ = {random_.Next(), random_.Next()};
    FollowErrorProbability({});
    FollowObjectSize({});
  }

  void Run(Call::Body& call) {
    const Timestamp now = Enter();
    for (std::uint64_t& word : call.ids.words) word = random_.Next();
    if (call.decoded.access) Authenticate(call.decoded, host_now_);
    call.caller = ScopeOf(call.decoded.credentials);
    const Scope& caller = call.caller;
    const bool runs = call.decoded.operation != nullptr && !call.decoded.answered;
    if (runs) return Perform(call, caller, now);
    if (call.decoded.answered && !call.decoded.answered->error_code.empty()) {
      recorder_.Record({call.decoded, caller, now, {}, call.result, {}, {}});
      ShowBodies(call, 0);
    }
  }

  // Never changed, so readable by anybody at any time.
  const Settings& start_settings() const { return start_settings_; }

  void Tick() { Enter(); }

  std::optional<Duration> NextDeadline() {
    const auto timer = state_.EarliestTimer();
    std::optional<Timestamp> due = function_runs_.NextDue();
    if (timer && (!due || timer->due < *due)) due = timer->due;
    if (!due) return std::nullopt;
    return clock_.HostTimeUntil(*due, ReadClock());
  }

  std::vector<SubscriptionId> TakeReady() { return state_.TakeReady(); }

  SubscriptionTurn Poll(SubscriptionId id) {
    const Timestamp now = Enter();
    const Subscription* const subscription = state_.FindSubscription(id);
    std::optional<FaultDraws> draws;
    if (!state_.fault_rules().empty() && subscription != nullptr) {
      draws.emplace(state_, random_, now, settings_.shard_iterator_lifetime,
                    SubjectOf(state_, *subscription));
    }
    SubscriptionTurn turn = TakeTurn(state_, settings_, id, now, draws ? &*draws : nullptr);
    if (draws) Commit(draws->TakeCounts());
    if (turn.event) recorder_.Note(turn.notes, now);
    Commit(turn.changes);
    return turn;
  }

  std::string SetUp(std::string_view name, std::string_view input) {
    const Timestamp now = Enter();
    std::string refusal = RunSetUp(name, input, now);
    if (refusal.empty()) set_up_.emplace_back(name, input);
    return refusal;
  }

  void Unsubscribe(SubscriptionId id) {
    if (state_.FindSubscription(id) != nullptr) state_.Apply(SubscriptionClosed{id});
  }

  std::string CreateInitialStream(const InitialStream& stream) {
    const Timestamp now = Enter();
    Scope scope = ScopeOf({});
    if (!stream.region.empty()) scope.region = Region(stream.region);
    // The journal had it.
    if (journal_.on() && state_.FindStream(scope, stream.name) != nullptr) return {};
    auto created = PlanInitialStream(state_, settings_, scope, stream, now);
    if (!created) return created.error().message();
    Commit({*std::move(created)});
    DoWhatIsDue(now);
    return {};
  }

  RecoveryReport Recover(Journal& journal) {
    RecoveryReport report;
    // Subscriptions that were open end: what they have read may not have happened.
    recorder_.Clear(state_);
    state_.Apply(StateCleared{});
    function_runs_.Restart();
    ForgetInvocations();
    journal_.Drop();
    settings_ = start_settings_;
    Replay replay(state_);
    budget_.Forget();
    report.failure = journal.Replay([&](const JournalEntry& entry) {
      std::string failure = replay.Take(entry);
      budget_.NoteDurable(entry);
      budget_.Apply(state_);
      return failure;
    });
    if (report.failure.empty()) report.failure = replay.Finish();
    if (!report.failure.empty()) return report;
    report.changes = replay.change_count();
    report.records = replay.record_count();
    state_.ForEachStream([&report](const Stream& stream) {
      ++report.streams;
      for (const auto& shard : stream.shards) report.shards += shard ? 1 : 0;
    });
    journal_.Continue(replay.last_position());
    report.position = journal_.last();
    TakeOver(replay);
    function_runs_.Restart();
    channels_.Restart();
    channels_.FollowSettings(now_);
    if (!replay.token_key()) Journalize(TokenKeyChosen{token_key_});
    return report;
  }

  void CompleteInvocation(std::uint64_t id, InvocationOutcome outcome) {
    const Timestamp now = Enter();
    function_runs_.End(id, std::move(outcome), now);
    DoWhatIsDue(now);
  }

  const ChannelDesk& channels() const { return channels_; }
  std::vector<ChannelDelivery> TakeDeliveries() { return channels_.TakeForHost(); }
  void CompleteDelivery(const ChannelDelivery& delivery, const ChannelTally& tally,
                        const std::string& failure) {
    const Timestamp now = Enter();
    channels_.Complete({delivery.channel}, delivery.flush, tally, failure, now);
    DoWhatIsDue(now);
  }

  void NoteFailureDelivery(std::uint64_t id, std::string delivery) {
    Enter();
    Commit({FailedBatchDelivered{id, std::move(delivery)}});
  }

  void AppendLog(FunctionLog log) { logs_.Append(std::move(log), Enter()); }

  FunctionRuns& function_runs() { return function_runs_; }

  JournalPosition journal_position() const { return journal_.last(); }
  void UseArchive(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max) {
    budget_.Begin(std::move(archive), bytes_max);
  }
  JournalBatch TakeJournal() {
    JournalBatch batch{journal_.last(), journal_.Take()};
    budget_.Note(batch.entries);
    return batch;
  }
  void JournalCommitted() {
    budget_.Committed();
    budget_.Apply(state_);
  }

  JournalCheckpoint TakeCheckpoint() {
    JournalCheckpoint checkpoint;
    checkpoint.position = journal_.last();
    checkpoint.changes = ChangeImage();
    return checkpoint;
  }

  void RefuseWrites(std::string why) { writes_refused_ = std::move(why); }

  void NoteDuration(std::uint64_t microseconds) { recorder_.NoteDuration(microseconds); }

  MetricsView Metrics() const {
    MetricsView view;
    view.now = now_;
    view.streams = ViewAll(state_, recorder_.statistics(), settings_, now_, {});
    view.channels = ViewChannels(state_, settings_, now_);
    for (const ActiveFaultRule& active : state_.fault_rules()) {
      view.fault_rules.push_back({*active.rule.rule_id,
                                  static_cast<std::int64_t>(active.tally.matched),
                                  static_cast<std::int64_t>(active.tally.fired)});
    }
    return view;
  }

 private:
  // The call as an operation: its faults and its effect, and what is noted of it.
  void Perform(Call::Body& call, const Scope& caller, Timestamp now) {
    Context context = MakeContext(caller, now);
    context.mutations.swap(spare_mutations_);
    if (!state_.key_states().empty()) {
      context.caller_arn = CallerArn(call.decoded.credentials, caller.account);
    }
    std::optional<FaultDraws> draws;
    if (!state_.fault_rules().empty() && call.decoded.service == Service::kKinesis) {
      context.faults = &draws.emplace(DrawsOf(call.decoded, context));
    }
    call.result = RunOperation(call.decoded, context);
    if (context.wanted_template) {
      AwaitTemplate(call, *context.wanted_template);
      context.mutations.swap(spare_mutations_);
      return;
    }
    if (call.result) call.result = CheckRoom(context, writes_refused_);
    std::string struck;
    if (draws) {
      call.faults = Strike(*draws, call.result);
      const std::vector<Mutation> counts = draws->TakeCounts();
      struck = StruckRules(state_, counts);
      Commit(counts);
    }
    Commit(context.counted);
    if (call.result) Effect(call, context, draws ? &*draws : nullptr);
    const bool changes = !context.mutations.empty() || ChangesWhatIsDurable(context);
    const bool looks_on = call.decoded.service == Service::kControl && !changes;
    call.explanation = recorder_.Record({call.decoded, caller, now, context.notes, call.result,
                                         call.faults, struck, looks_on, host_now_});
    ShowBodies(call, context.notes.bytes);
    context.mutations.clear();
    context.mutations.swap(spare_mutations_);
  }

  // For those who look on. `record_bytes`: of the records that the call put or read.
  void ShowBodies(Call::Body& call, std::uint64_t record_bytes) {
    CallBodies* const bodies = recorder_.BodiesOfLast();
    if (bodies == nullptr) return;
    bodies->request = RequestText(call.decoded, std::move(call.unread), record_bytes);
    const bool elsewhere = call.opened_subscription || call.waiting != 0;
    bodies->reply = elsewhere ? BodyText::Of(call.waiting != 0 ? "(comes later)" : "(events)")
                              : ReplyText(call.decoded, call.result, record_bytes);
  }

  // The call runs when its template is there.
  void AwaitTemplate(Call::Body& call, const std::string& url) {
    call.waiting = function_runs_.waiting_calls().OpenFlush(call.decoded.codec);
    templates_.Keep(call.waiting, call.decoded, call.ids, call.caller);
    function_runs_.BeginFetch(call.waiting, call.caller, url);
    call.decoded.answered = Reply();
  }

  void RunWithTemplate(const EndedFetch& fetch, Timestamp now) {
    const auto call = templates_.Take(fetch.ticket);
    if (!call) return;
    Context context = MakeContext(call->caller, now);
    const FetchedTemplate fetched = FetchedFrom(fetch.outcome);
    context.fetched_template = &fetched;
    Result<void> result = call->decoded.invocation->Run(context);
    if (result) result = CheckRoom(context, writes_refused_);
    if (result) Commit(context.mutations);
    recorder_.Record({call->decoded, call->caller, now, context.notes, result, {}, {}});
    function_runs_.waiting_calls().EndWith(fetch.ticket,
                                           EncodeResult(call->decoded, call->ids, result, {}));
  }

  // What a call that succeeded brings about. `draws` may be null.
  void Effect(Call::Body& call, Context& context, const FaultDraws* draws) {
    Commit(context.mutations);
    call.opened_subscription = context.opened_subscription;
    if (context.wanted_invocation)
      BeginInvoke(call, *std::move(context.wanted_invocation), context.now);
    if (context.awaited_flush) {
      call.waiting = channels_.Await(*context.awaited_flush, call.decoded.codec);
    }
    ApplyControl(context.control, context.now);
    if (call.faults.reshard) {
      Commit(SpontaneousReshard(state_, settings_, draws->subject(), call.faults, context.now));
    }
    // What is due at once, such as a change with no delay, is done when the call returns; at the
    // new time, if the call has moved the clock.
    DoWhatIsDue(now_ = clock_.Now(host_now_));
  }

  // What is to be known beside the state after a restart.
  std::vector<EngineChange> EngineImage() const {
    std::vector<EngineChange> image = {TokenKeyChosen{token_key_}};
    if (const auto updated = SettingsUpdated::Between(start_settings_, settings_);
        updated.changed != 0) {
      image.push_back(updated);
    }
    if (clock_moved_) image.push_back(ClockUpdated{clock_.image()});
    return image;
  }

  // Everything but records, as the entries of a journal.
  std::vector<JournalEntry> ChangeImage() const {
    std::vector<JournalEntry> changes;
    const auto add = [&](std::string_view name, std::string bytes) {
      JournalEntry& entry = changes.emplace_back();
      entry.position = journal_.last();
      entry.at = now_;
      entry.name = name;
      entry.bytes = std::move(bytes);
    };
    for (const EngineChange& change : EngineImage()) {
      add(NameOf(change), EncodeEngineChange(change));
    }
    for (const Mutation& mutation : ImageOf(state_)) {
      EncodedMutation encoded = *EncodeMutation(mutation);
      add(encoded.name, std::move(encoded.bytes));
    }
    return changes;
  }

  void Import() {
    const auto import = snapshots_.TakeImport();
    budget_.Forget();
    // An iterator of before must not become one of a stream that comes later.
    const IdsRestored given = state_.last_ids();
    Commit({StateReplaced{import->state}, given});
    ForgetInvocations();
    settings_ = start_settings_;
    clock_.Restart(host_now_);
    clock_moved_ = false;
    TakeOver(import->replay);
    channels_.FollowSettings(now_);
    for (const EngineChange& change : EngineImage()) Journalize(change);
    RepeatSetUp();
  }

  void Journalize(const EngineChange& change) {
    if (journal_.on()) journal_.AddChange(NameOf(change), EncodeEngineChange(change), now_);
  }

  void TakeOver(const Replay& replay) {
    if (replay.settings()) replay.settings()->ApplyTo(settings_);
    FollowErrorProbability(now_);
    if (replay.clock()) {
      clock_moved_ = true;
      clock_.Restore(replay.clock()->clock);
    }
    ReadClock();
    if (replay.latest()) clock_.NotBefore(*replay.latest());
    now_ = clock_.Now(host_now_);
    FollowObjectSize(now_);
    if (replay.token_key()) token_key_ = replay.token_key()->key;
  }

  // Reads the clock, once per entry, and does what came due since the last one.
  Timestamp Enter() {
    const Timestamp now = ReadClock();
    DoWhatIsDue(now);
    return now;
  }

  Timestamp ReadClock() {
    host_now_ = host_clock_.Now();
    return now_ = clock_.Now(host_now_);
  }

  void DoWhatIsDue(Timestamp now) {
    for (const EndedFetch& fetch : function_runs_.TakeEndedFetches()) RunWithTemplate(fetch, now);
    for (auto timer = state_.EarliestTimer(); timer && timer->due <= now;
         timer = state_.EarliestTimer()) {
      if (timer->key.kind == TimerKind::kStack) {
        AdvanceStack({timer->key.id}, timer->due);
      } else {
        Commit(DueChanges(state_, settings_, *timer, now));
      }
    }
    function_runs_.DoWhatIsDue(now);
  }

  void AdvanceStack(StackUid uid, Timestamp now) {
    const auto commit = [this](const std::vector<Mutation>& mutations) { Commit(mutations); };
    const ServiceCalls calls = MakeCalls([now] { return now; });
    StackHost(state_, random_, calls, commit).Advance(uid, now);
  }

  // Calls of the emulator's own, at the time that `when` says.
  ServiceCalls MakeCalls(std::function<Timestamp()> when) {
    return ServiceCalls(
        [this, when](const Scope& scope) { return MakeContext(scope, when()); },
        [this](const Context& context) { return CheckRoom(context, writes_refused_); },
        [this](const std::vector<Mutation>& changes) { Commit(changes); },
        [this](const Context& context, const Result<void>& result) {
          recorder_.NoteOwn(context.notes, context.now, result);
        });
  }

  void Commit(const std::vector<Mutation>& mutations) {
    for (const Mutation& mutation : mutations) {
      journal_.Add(mutation, state_, now_);
      recorder_.Observe(mutation, state_);
      state_.Apply(mutation);
      function_runs_.Observe(mutation);
      channels_.Observe(mutation, now_);
    }
  }

  void BeginInvoke(Call::Body& call, WantedInvocation wanted, Timestamp now) {
    constexpr int kAccepted = 202;
    constexpr int kNothingToSay = 204;
    if (!wanted.call_waits) call.decoded.success_status = kAccepted;
    if (wanted.dry_run) {
      call.decoded.success_status = kNothingToSay;
      return;
    }
    wanted.invocation.request_id = call.ids.RequestId();
    call.waiting = function_runs_.BeginInvoke(std::move(wanted), now);
  }

  void ForgetInvocations() {
    logs_.Clear();
    templates_.Clear();
    function_runs_.Forget();
  }

  Context MakeContext(const Scope& caller, Timestamp now) {
    const ClockView clock{clock_.frozen(), clock_.scale(), host_now_};
    Context context{state_, settings_, caller, now, random_, token_key_, clock};
    context.snapshots = &snapshots_;
    context.invocations = &function_runs_.queue();
    context.deliveries = &channels_;
    context.statistics = &recorder_.statistics();
    context.activity = &recorder_.activity();
    context.logs = &logs_;
    return context;
  }

  Scope ScopeOf(const Credentials& credentials) const {
    Region region(credentials.region.empty() ? settings_.default_region : credentials.region);
    if (credentials.identity != nullptr) return {credentials.identity->account, std::move(region)};
    // A 12-digit access key is the account.
    const bool is_account = IsAccountId(credentials.access_key);
    return {AccountId(is_account ? credentials.access_key : settings_.default_account),
            std::move(region)};
  }

  // One of the emulator's own operations, called by its host. Returns the refusal's text.
  std::string RunSetUp(std::string_view name, std::string_view input, Timestamp now) {
    const Operation* const operation = FindOperation(kControlTarget, name);
    RUNNEL_CHECK(operation != nullptr);
    const auto invocation = operation->make();
    ShapeReader reader(&operation->input, invocation->input());
    if (!json::Read(input, reader) || !reader.is_map()) return "it is not a JSON object";
    if (const auto wrong = reader.TakeError()) return wrong->message();
    const void* const read = invocation->input();
    if (const auto invalid = Validate(operation->input, read, PartitionKeyRule::kRequired)) {
      return invalid->message();
    }
    Context context = MakeContext(ScopeOf({}), now);
    if (const auto result = invocation->Run(context); !result) return result.error().message();
    Commit(context.mutations);
    return {};
  }

  void RepeatSetUp() {
    for (const auto& [name, input] : set_up_) RunSetUp(name, input, now_);
  }

  void FollowObjectSize(Timestamp now) {
    Commit({ChannelObjectSizeSet{settings_.channel_object_bytes, now}});
  }

  // The setting is a fault rule like others.
  void FollowErrorProbability(Timestamp now) {
    const double probability = settings_.put_error_probability;
    const auto& rules = state_.fault_rules();
    const auto present = std::find_if(rules.begin(), rules.end(), [](const auto& active) {
      return active.rule.rule_id == kErrorProbabilityRule;
    });
    if (probability > 0) {
      Commit({FaultRuleAdded{ErrorProbabilityRule(probability), now}});
    } else if (present != rules.end()) {
      Commit({FaultRuleRemoved{kErrorProbabilityRule}});
    }
  }

  void ApplyControl(const ControlChanges& control, Timestamp now) {
    if (control.settings) {
      const bool changed =
          control.settings->put_error_probability != settings_.put_error_probability;
      settings_ = *control.settings;
      if (changed) FollowErrorProbability(now);
      channels_.FollowSettings(now);
      FollowObjectSize(now);
      Journalize(SettingsUpdated::Between(start_settings_, settings_));
    }
    if (control.scale) clock_.SetScale(host_now_, *control.scale);
    if (control.freeze_at) clock_.FreezeAt(*control.freeze_at);
    if (control.unfreeze) clock_.Unfreeze(host_now_);
    if (control.advance_by) clock_.Advance(host_now_, *control.advance_by);
    if (control.scale || control.freeze_at || control.unfreeze || control.advance_by) {
      clock_moved_ = true;
      Journalize(ClockUpdated{clock_.image()});
    }
    if (control.completed_invocation) {
      function_runs_.End(control.completed_invocation->id, control.completed_invocation->outcome,
                         now);
    }
    if (control.completed_delivery) {
      const CompletedDelivery& completed = *control.completed_delivery;
      channels_.Complete(completed.channel, completed.flush, {}, completed.failure, now);
    }
    if (control.import) Import();
    if (!control.reset) return;
    budget_.Forget();
    const IdsRestored given = state_.last_ids();
    Commit({StateCleared{}});
    ForgetInvocations();
    settings_ = start_settings_;
    clock_.Restart(host_now_);
    now_ = clock_.Now(host_now_);
    clock_moved_ = false;
    // At the new time: what recovers this must not go on at the time of before.
    Commit({given});
    Journalize(TokenKeyChosen{token_key_});
    FollowErrorProbability(now_);
    FollowObjectSize(now_);
    RepeatSetUp();
  }

  const Settings start_settings_;
  Settings settings_;
  Clock& host_clock_;
  Timestamp host_now_;
  EmulatorClock clock_;
  Timestamp now_;             // the emulator's time at the last look at the clock
  bool clock_moved_ = false;  // it does not simply follow the host's
  Prng random_;
  SealKey token_key_;
  State state_;
  JournalLog journal_;
  // Empty, but with room: a mutation is too large for the allocator's fast path.
  std::vector<Mutation> spare_mutations_;
  RecordBudget budget_;
  SnapshotDesk snapshots_;
  FunctionRuns function_runs_{state_, settings_, random_, MakeCalls([this] { return now_; }),
                              [this](const std::vector<Mutation>& changes) { Commit(changes); }};
  TemplateDesk templates_;
  LogStore logs_;
  ChannelDesk channels_{state_, settings_, function_runs_.waiting_calls(), logs_,
                        [this](const std::vector<Mutation>& changes) { Commit(changes); }};
  CallRecorder recorder_;
  std::string writes_refused_;  // why; empty: they are not
  // What the host called by SetUp, and what comes back after a reset.
  std::vector<std::pair<std::string, std::string>> set_up_;
};

}  // namespace runnel

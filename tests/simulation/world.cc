#include "tests/simulation/world.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/simulation/authorization.h"

namespace runnel::simulation {
namespace {

constexpr std::size_t kTraceTextMax = 400;

// Delays that a run is drawn with: none, short, or longer than most steps in time.
Millis DrawDelay(Dice& dice) {
  constexpr Millis kDelays[] = {0, 0, 500, 5'000, 60'000};
  return dice.Pick(kDelays);
}

Settings SettingsOf(const ReferenceSettings& drawn) {
  Settings settings;
  settings.create_stream_delay = Duration::Milliseconds(drawn.create_delay);
  settings.update_stream_delay = Duration::Milliseconds(drawn.update_delay);
  settings.delete_stream_delay = Duration::Milliseconds(drawn.delete_delay);
  settings.register_consumer_delay = Duration::Milliseconds(drawn.register_delay);
  settings.deregister_consumer_delay = Duration::Milliseconds(drawn.deregister_delay);
  settings.shard_limit = drawn.shard_limit;
  settings.on_demand_stream_limit = drawn.on_demand_limit;
  settings.channel_limit = drawn.channel_limit;
  settings.enforce_rate_quotas = drawn.limits;
  settings.channel_deliveries =
      drawn.deliveries_by_calls ? ChannelDeliveries::kByCalls : ChannelDeliveries::kNowhere;
  settings.channel_write_attempts = 1'000'000;  // none fails for good
  return settings;
}

ReferenceSettings Draw(Dice& dice) {
  ReferenceSettings settings;
  settings.create_delay = DrawDelay(dice);
  settings.update_delay = DrawDelay(dice);
  settings.delete_delay = DrawDelay(dice);
  settings.register_delay = DrawDelay(dice);
  settings.deregister_delay = DrawDelay(dice);
  settings.shard_limit = 24;
  settings.on_demand_limit = 2;
  settings.channel_limit = dice.OneIn(3) ? 1 : 2;
  settings.limits = dice.OneIn(4);
  settings.deliveries_by_calls = dice.OneIn(2);
  return settings;
}

void Hash(std::string_view bytes, std::uint64_t& digest) {
  for (const char byte : bytes) {
    digest = (digest ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211u;
  }
}

std::string TextOf(const boost::json::object& object, std::string_view name) {
  const auto* const member = object.if_contains(name);
  return member == nullptr || !member->is_string() ? std::string()
                                                   : std::string(member->as_string());
}

// "com.amazonaws…#Code" or "Code:…" never occur; the code stands in the body or in a header.
void ReadError(const Reply& reply, Answer& answer) {
  if (reply.status < 300) return;
  if (const auto* const object = answer.json.if_object()) {
    answer.error = TextOf(*object, "__type");
    answer.message = TextOf(*object, "message");
    if (answer.message.empty()) answer.message = TextOf(*object, "Message");
  }
  if (answer.error.empty()) answer.error = reply.error_code;
  if (answer.error.empty()) answer.error = "status " + std::to_string(reply.status);
}

}  // namespace

World::World(std::uint64_t seed, Coverage& coverage, std::size_t trace_calls)
    : dice(seed),
      reference({}, 0, coverage.limits()),
      emulator_seed_(seed),
      coverage_(coverage),
      trace_calls_(trace_calls) {
  const ReferenceSettings drawn = Draw(dice);
  settings_ = SettingsOf(drawn);
  if (dice.OneIn(4)) record_memory_ = 64 * 1024;
  calm = dice.OneIn(3);
  reference = Reference(drawn, clock_.now.milliseconds, coverage.limits());
  Start();
}

void World::Note(std::string line) {
  trace_.push_back(std::move(line));
  if (trace_.size() > trace_calls_) trace_.pop_front();
}

void World::Start() {
  CatchUp();
  emulator_ = std::make_unique<Emulator>(settings_, clock_, emulator_seed_++, true);
  if (record_memory_ != 0) {
    emulator_->UseArchive(std::shared_ptr<RecordArchive>(std::shared_ptr<void>(), &journal_),
                          record_memory_);
  }
  Recover();
}

void World::Recover() {
  CatchUp();
  const RecoveryReport report = emulator_->Recover(journal_);
  Check(report.failure.empty(), report.failure);
  ready_.clear();
  ++generation_;
  reference.Restart();
  const std::string failure = Write();
  Check(failure.empty(), failure);
}

std::string World::Write() {
  for (const SubscriptionId id : emulator_->TakeReady()) ready_.insert(id.value);
  if (!writes()) return {};
  const JournalBatch batch = emulator_->TakeJournal();
  // A host does not commit what holds nothing.
  std::string failure = batch.entries.empty() ? "" : journal_.Commit(batch.entries);
  if (failure.empty()) emulator_->JournalCommitted();
  return failure;
}

Answer World::Call(std::string_view operation, const boost::json::value& input, Expected expected) {
  coverage_.Called(operation);
  const bool own = operation.starts_with("Runnel.");
  const std::string target = (own ? "" : "Kinesis_20131202.") + std::string(operation);
  const std::string body = boost::json::serialize(input);
  const Header headers[] = {{"X-Amz-Target", target},
                            {"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization", kAuthorization}};
  const Answer answer = Send({"POST", "/", headers, body}, operation, expected);
  const int status = answer.error.empty() ? 200 : answer.error == "InternalFailure" ? 500 : 400;
  Check(answer.status == status, "the status was to be " + std::to_string(status));
  return answer;
}

Answer World::CallLambda(std::string_view line, const boost::json::value& input,
                         Expected expected) {
  const std::size_t space = line.find(' ');
  const std::string body = input.is_null() ? std::string() : boost::json::serialize(input);
  const Header headers[] = {{"Content-Type", "application/json"},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization", kLambdaAuthorization}};
  return Send({line.substr(0, space), line.substr(space + 1), headers, body}, line, expected);
}

void World::CallAnyway(std::string_view line, std::string_view invocation_type) {
  const std::size_t space = line.find(' ');
  const Header headers[] = {{"X-Amz-Invocation-Type", invocation_type},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization", kLambdaAuthorization}};
  const Answer answer =
      Send({line.substr(0, space), line.substr(space + 1), headers, {}}, line, std::nullopt);
  Check(answer.error != "ServiceException", "the emulator failed");
}

Answer World::Send(const Request& request, std::string_view what,
                   std::optional<Expected> expected) {
  ++calls_;
  class Call call = emulator_->Decode(request);
  emulator_->Run(call);
  const std::string failure = Write();
  Reply reply =
      failure.empty() ? Emulator::Encode(call) : Emulator::EncodeJournalFailure(call, failure);
  Note(std::string(what) + " " + std::string(request.body.substr(0, kTraceTextMax)) + "\n    -> " +
       (reply.subscription ? "subscription " + std::to_string(reply.subscription.value)
                           : reply.body.substr(0, kTraceTextMax)));
  Hash(reply.body, digest_);
  Answer answer;
  answer.subscription = reply.subscription.value;
  answer.status = reply.status;
  const bool is_json = !reply.subscription && !reply.body.empty();
  if (is_json) answer.json = boost::json::parse(reply.body);
  ReadError(reply, answer);
  if (failure.empty()) {
    if (expected) CheckError(what, answer.error, answer.message, *expected);
    return answer;
  }
  CheckError(what, answer.error, answer.message, Expected::kNotDurable);
  Abandon();
}

void World::Abandon() {
  reference = *before_;
  MendJournal();
  Recover();
  reference.AdvanceTo(clock_.now.milliseconds);
  throw StepAbandoned();
}

void World::CheckError(std::string_view what, std::string_view code, std::string_view message,
                       Expected expected) {
  if (Fits(expected, code, message)) return coverage_.Answered(what, expected);
  const ExpectedError& texts = TextsOf(expected);
  Check(false, "the answer was to be " + std::string(texts.name) + " (" + std::string(texts.code) +
                   "), but it was " + (code.empty() ? "success" : std::string(code)) + " " +
                   std::string(message));
}

void World::Check(bool holds, std::string_view what) const {
  if (!holds) throw Violation(Trace() + std::string(what));
}

std::string World::Trace() const {
  std::string text;
  for (const std::string& call : trace_) text += call + "\n";
  return text;
}

Heard World::Poll(std::uint64_t subscription) {
  ready_.erase(subscription);
  SubscriptionOutput output = emulator_->Poll({subscription});
  Heard heard;
  std::string bytes;
  output.Encode(bytes);
  heard.ended = output.ended;
  heard.messages = ReadMessages(bytes);
  Hash(bytes, digest_);
  std::string line = "poll " + std::to_string(subscription);
  for (const EventMessage& message : heard.messages) {
    line += "\n    -> " + message.payload.substr(0, kTraceTextMax);
  }
  Note(line + (heard.ended ? "\n    -> the end" : ""));
  if (!Write().empty()) Abandon();
  if (output.more) ready_.insert(subscription);
  return heard;
}

void World::Unsubscribe(std::uint64_t subscription) {
  Note("hang up " + std::to_string(subscription));
  emulator_->Unsubscribe({subscription});
  ready_.erase(subscription);
}

void World::Advance(Millis by) {
  CatchUp();
  AdvanceMachine(by);
}

void World::AdvanceMachine(Millis by) {
  clock_.now = clock_.now + Duration::Milliseconds(by);
  Note("the time is " + std::to_string(clock_.now.milliseconds));
  emulator_->Tick();
  if (!Write().empty()) Abandon();
  reference.AdvanceTo(std::max(reference.now(), clock_.now.milliseconds));
}

void World::SetBack(Millis by) {
  Note("the clock of the machine is set back");
  AdvanceMachine(-by);
}

void World::CatchUp() {
  clock_.now.milliseconds = std::max(clock_.now.milliseconds, reference.now());
}

void World::Restart() {
  Note("restart");
  Start();
}

void World::StopWriting() {
  Note("from now on nothing is written");
  lost_ = reference;
}

void World::LoseUnwritten() {
  Note("what was not written is lost");
  reference = *lost_;
  lost_.reset();
  Start();
  reference.AdvanceTo(clock_.now.milliseconds);
}

void World::Checkpoint() {
  Note("checkpoint");
  Check(journal_.Commit(emulator_->TakeCheckpoint()).empty(), "a checkpoint failed");
}

void World::BreakJournal() {
  before_ = reference;
  journal_.commit_failure = "the disk is full";
}

void World::MendJournal() {
  before_.reset();
  journal_.commit_failure.clear();
}

void World::ReplaceBySnapshot() {
  CatchUp();
  boost::json::object input;
  for (bool continues = false, last = false; !last; continues = true) {
    Answer part = Call("Runnel.ExportSnapshot", {{"Continue", continues}}, Expected::kSuccess);
    last = part.json.at("Last").as_bool();
    Call("Runnel.ImportSnapshot",
         {{"Part", part.json.at("Part")}, {"Continue", continues}, {"Last", last}},
         Expected::kSuccess);
  }
  // Those that have ended are told at the next poll, which nobody does.
  ready_.clear();
  ++generation_;
  reference.Restart();
}

void World::Reset() {
  CatchUp();
  Call("Runnel.Reset", boost::json::object(), Expected::kSuccess);
  ready_.clear();
  ++generation_;
  reference.Reset();
}

}  // namespace runnel::simulation

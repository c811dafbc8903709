#include "tests/simulation/world.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

namespace runnel::simulation {
namespace {

constexpr std::size_t kTraceCalls = 30;
constexpr std::size_t kTraceTextMax = 400;
constexpr int kShardLimit = 24;

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
  settings.shard_limit = drawn.shard_limit;
  return settings;
}

ReferenceSettings Draw(Dice& dice) {
  ReferenceSettings settings;
  settings.create_delay = DrawDelay(dice);
  settings.update_delay = DrawDelay(dice);
  settings.delete_delay = DrawDelay(dice);
  settings.shard_limit = kShardLimit;
  return settings;
}

void Hash(std::string_view bytes, std::uint64_t& digest) {
  for (const char byte : bytes) {
    digest = (digest ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211u;
  }
}

}  // namespace

World::World(std::uint64_t seed) : dice(seed), reference({}, 0), emulator_seed_(seed) {
  const ReferenceSettings drawn = Draw(dice);
  settings_ = SettingsOf(drawn);
  reference = Reference(drawn, clock_.now.milliseconds);
  Start();
}

void World::Start() {
  emulator_ = std::make_unique<Emulator>(settings_, clock_, emulator_seed_++, true);
  const RecoveryReport report = emulator_->Recover(journal_);
  Check(report.failure.empty(), report.failure);
  Write();
}

void World::Write() {
  if (!writes()) return;
  Check(journal_.Commit(emulator_->TakeJournal().entries).empty(), "a commit failed");
  emulator_->JournalCommitted();
}

Answer World::Call(std::string_view operation, const boost::json::value& input,
                   const std::string& expected) {
  ++calls_;
  const std::string target = "Kinesis_20131202." + std::string(operation);
  const std::string body = boost::json::serialize(input);
  const Header headers[] = {
      {"X-Amz-Target", target},
      {"Content-Type", "application/x-amz-json-1.1"},
      {"X-Amz-Date", "20260101T000000Z"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
       "SignedHeaders=host, Signature=0"}};
  const Reply reply = emulator_->Handle({"POST", "/", headers, body});
  Write();
  trace_.push_back(std::string(operation) + " " + body.substr(0, kTraceTextMax) + "\n    -> " +
                   reply.body.substr(0, kTraceTextMax));
  if (trace_.size() > kTraceCalls) trace_.pop_front();
  Hash(reply.body, digest_);
  Answer answer;
  if (!reply.body.empty()) answer.json = boost::json::parse(reply.body);
  if (reply.status != 200) answer.error = answer.json.at("__type").as_string().c_str();
  Check(answer.error == expected,
        "the answer was to be " + (expected.empty() ? std::string("success") : expected) +
            ", but it was " + (answer.error.empty() ? "success" : answer.error));
  return answer;
}

void World::Check(bool holds, std::string_view what) const {
  if (holds) return;
  std::string text;
  for (const std::string& call : trace_) text += call + "\n";
  throw Violation(text + std::string(what));
}

void World::Advance(Millis by) {
  clock_.now = clock_.now + Duration::Milliseconds(by);
  trace_.push_back("the time is " + std::to_string(clock_.now.milliseconds));
  emulator_->Tick();
  Write();
  reference.AdvanceTo(clock_.now.milliseconds);
}

void World::Restart() {
  trace_.push_back("restart");
  Start();
}

void World::StopWriting() { saved_ = reference; }

void World::LoseUnwritten() {
  trace_.push_back("what was not written is lost");
  reference = *saved_;
  saved_.reset();
  Start();
  reference.AdvanceTo(clock_.now.milliseconds);
}

void World::Checkpoint() {
  trace_.push_back("checkpoint");
  Check(journal_.Commit(emulator_->TakeCheckpoint()).empty(), "a checkpoint failed");
}

}  // namespace runnel::simulation

#include "tests/unit/integrations/pollers_fixture.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "core/base/base64.h"

namespace runnel {

std::string DataOf(const std::string& event) {
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(event, failed);
  REQUIRE_FALSE(failed);
  std::string data;
  for (const auto& record : parsed.as_object().at("Records").as_array()) {
    if (!data.empty()) data += ',';
    const auto& text = record.as_object().at("kinesis").as_object().at("data").as_string();
    REQUIRE_FALSE(DecodeBase64({text.data(), text.size()}, data));
  }
  return data;
}

PollersBench::PollersBench()
    : pollers([this](const State&, std::string_view) -> std::optional<MappedFunction> {
        if (!function_exists) return std::nullopt;
        return MappedFunction{"arn:aws:iam::000000000000:role/r", "$LATEST"};
      }) {}

MappingUid PollersBench::Map(StreamUid stream, const MappingConfiguration& configuration) {
  return MapFrom(stream, configuration, {});
}

MappingUid PollersBench::MapFrom(StreamUid stream, const MappingConfiguration& configuration,
                                 std::map<ShardId, ShardProgress> shards) {
  MappingCreated created;
  created.uid = scene.state.next_mapping_uid();
  created.scope = Scene::HomeScope();
  created.uuid = "14e0db71-0000-4eb5-b481-8945cf9d10c2";
  created.configuration = configuration;
  if (created.configuration.event_source_arn.empty()) {
    created.configuration.event_source_arn = scene.StreamOf(stream).arn.ToString();
  }
  created.configuration.function_arn = "arn:aws:lambda:us-east-1:000000000000:function:fn";
  created.at = scene.now;
  created.stream = stream;
  created.shards = std::move(shards);
  created.due = scene.now;
  Apply(created);
  Apply(MappingStateChanged{created.uid, MappingState::kEnabled, scene.now, std::nullopt});
  Run();
  return created.uid;
}

void PollersBench::Reconfigure(MappingUid uid, const MappingConfiguration& configuration,
                               bool enabled) {
  MappingUpdateStarted update{uid,       configuration, enabled, MappingState::kUpdating,
                              scene.now, scene.now};
  update.configuration.event_source_arn = MappingOf(uid).configuration.event_source_arn;
  update.configuration.function_arn = MappingOf(uid).configuration.function_arn;
  Apply(update);
  const auto state = enabled ? MappingState::kEnabled : MappingState::kDisabled;
  Apply(MappingStateChanged{uid, state, scene.now, std::nullopt});
  Run();
}

void PollersBench::Apply(const Mutation& change) {
  scene.state.Apply(change);
  pollers.Observe(change, scene.state);
}

void PollersBench::Put(StreamUid stream, std::int32_t shard, std::string_view partition_key) {
  const std::string data = std::to_string(++put_count_);
  RecordsAppended appended;
  appended.uid = stream;
  appended.at = scene.now;
  appended.records = {{ShardId{shard}, scene.StreamOf(stream).NextSequenceIndex(ShardId{shard}),
                       partition_key, data}};
  Apply(appended);
  Run();
}

void PollersBench::PutData(StreamUid stream, std::int32_t shard, std::string_view data) {
  RecordsAppended appended;
  appended.uid = stream;
  appended.at = scene.now;
  appended.records = {
      {ShardId{shard}, scene.StreamOf(stream).NextSequenceIndex(ShardId{shard}), "key", data}};
  Apply(appended);
  Run();
}

void PollersBench::Replace(StreamUid stream, std::size_t shards_before) {
  ShardsReplaced seen;
  seen.uid = stream;
  const auto& shards = scene.StreamOf(stream).shards;
  for (std::size_t i = shards_before; i < shards.size(); ++i) {
    seen.opened.push_back({shards[i]->id, shards[i]->parent, shards[i]->adjacent_parent, {}});
    seen.closed.push_back(*shards[i]->parent);
    if (shards[i]->adjacent_parent) seen.closed.push_back(*shards[i]->adjacent_parent);
  }
  pollers.Observe(seen, scene.state);
  Run();
}

void PollersBench::Split(StreamUid stream, std::int32_t shard) {
  const std::size_t before = scene.StreamOf(stream).shards.size();
  scene.Split(stream, shard);
  Replace(stream, before);
}

void PollersBench::Merge(StreamUid stream, std::int32_t shard, std::int32_t adjacent) {
  const std::size_t before = scene.StreamOf(stream).shards.size();
  scene.Merge(stream, shard, adjacent);
  Replace(stream, before);
}

void PollersBench::Take(EventSourcePollers::Turn turn) {
  for (const Mutation& change : turn.changes) Apply(change);
  for (PollerInvocation& invocation : turn.invocations) waiting.push_back(std::move(invocation));
}

void PollersBench::Run() {
  do {
    pollers.BeginTurns(scene.now);
    while (pollers.ready()) Take(pollers.Take(scene.state, {}, scene.now, random));
  } while (pollers.NextDue() && *pollers.NextDue() <= scene.now);
}

void PollersBench::Restart() {
  waiting.clear();
  pollers.Restart(scene.state);
  Run();
}

void PollersBench::AdvanceTo(Timestamp time) {
  scene.now = time;
  Run();
}

std::string PollersBench::Waiting(std::size_t index) const {
  return index < waiting.size() ? DataOf(waiting[index].payload) : std::string();
}

void PollersBench::Answer(const InvocationOutcome& outcome, std::size_t index) {
  REQUIRE(index < waiting.size());
  const std::uint64_t ticket = waiting[index].ticket;
  waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(index));
  Take(pollers.Complete(ticket, outcome, scene.state, {}, scene.now, random));
  Run();
}

std::vector<std::string> PollersBench::Drain() {
  std::vector<std::string> delivered;
  while (!waiting.empty()) {
    delivered.push_back(Waiting());
    Succeed();
  }
  return delivered;
}

}  // namespace runnel

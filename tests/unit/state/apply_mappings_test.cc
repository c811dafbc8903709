#include <doctest/doctest.h>

#include "core/state/invariants.h"
#include "core/state/mutation_codec.h"
#include "core/state/state_image.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

MappingCreated Created(Scene& scene) {
  MappingCreated created;
  created.uid = scene.state.next_mapping_uid();
  created.scope = Scene::HomeScope();
  created.uuid = "14e0db71-0000-4eb5-b481-8945cf9d10c2";
  created.configuration.event_source_arn = Scene::ArnOf("events").ToString();
  created.configuration.function_arn = "arn:aws:lambda:us-east-1:000000000000:function:fn";
  created.configuration.start_timestamp = Timestamp{5};
  created.configuration.filter_patterns = {R"({"data":{"a":[1]}})"};
  created.configuration.metrics = {"EventCount"};
  created.tags = {{"team", "a"}};
  created.at = scene.now;
  created.due = scene.now + Duration::Seconds(1);
  return created;
}

FailedBatch Failed(std::uint64_t id, std::size_t bytes = 10) {
  FailedBatch batch;
  batch.id = id;
  batch.destination = "arn:aws:sqs:us-east-1:000000000000:dlq";
  batch.message = std::string(bytes, 'x');
  return batch;
}

// A state made of what the other would leave in a journal.
State Copy(const State& state) {
  State copy;
  for (const Mutation& mutation : ImageOf(state)) {
    const auto encoded = EncodeMutation(mutation);
    REQUIRE(encoded);
    copy.Apply(*DecodeMutation(encoded->bytes));
  }
  return copy;
}

TEST_CASE("A mapping goes through its states, each with a timer until it is settled") {
  Scene scene;
  const MappingCreated created = Created(scene);
  scene.state.Apply(created);
  const EventSourceMapping& mapping = *scene.state.FindMapping(created.uid);
  CHECK(mapping.Arn() ==
        "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:"
        "14e0db71-0000-4eb5-b481-8945cf9d10c2");
  CHECK(scene.DueOf({TimerKind::kMapping, 1}) == created.due);
  CHECK_FALSE(mapping.invokes());
  scene.state.Apply(
      MappingStateChanged{created.uid, MappingState::kEnabled, scene.now, std::nullopt});
  CHECK(mapping.invokes());
  CHECK_FALSE(scene.DueOf({TimerKind::kMapping, 1}));
  MappingConfiguration changed = created.configuration;
  changed.batch_size = 7;
  scene.state.Apply(MappingUpdateStarted{created.uid, changed, true, MappingState::kUpdating,
                                         scene.now, scene.now + Duration::Seconds(1)});
  CHECK(mapping.configuration.batch_size == 7);
  CHECK(mapping.invokes());
  scene.state.Apply(MappingUpdateStarted{created.uid, changed, false, MappingState::kDisabling,
                                         scene.now, scene.now + Duration::Seconds(1)});
  CHECK_FALSE(mapping.invokes());
  CHECK(FindViolation(scene.state).empty());
  scene.state.Apply(MappingDeleted{created.uid});
  CHECK(scene.state.FindMapping(created.uid) == nullptr);
  CHECK(scene.state.next_mapping_uid() == MappingUid{2});
  CHECK(FindViolation(scene.state).empty());
}

TEST_CASE("A mapping is found by its UUID in its own account and region") {
  Scene scene;
  const MappingCreated created = Created(scene);
  scene.state.Apply(created);
  CHECK(scene.state.FindMapping(Scene::HomeScope(), created.uuid) != nullptr);
  Scope other = Scene::HomeScope();
  other.region = Region("eu-west-1");
  CHECK(scene.state.FindMapping(other, created.uuid) == nullptr);
}

TEST_CASE("What a mapping has done outlives the process") {
  Scene scene;
  const StreamUid stream = scene.CreateStream("events", 2);
  MappingCreated created = Created(scene);
  created.stream = stream;
  created.shards[ShardId{1}] = {{{{9, 3}, TumblingWindow{{1}, {2}, R"({"n":1})"}}}, false};
  scene.state.Apply(created);
  scene.state.Apply(
      MappingAdvanced{created.uid, ShardId{0}, {{{{4, 2}, {}}}, true}, std::string("OK")});
  scene.state.Apply(MappingTagsChanged{created.uid, {{"b", "c"}}, {"team"}});
  scene.state.Apply(BatchFailed{Failed(1)});
  scene.state.Apply(FailedBatchDelivered{1, "delivered"});
  const State copy = Copy(scene.state);
  const EventSourceMapping* const mapping = copy.FindMapping(created.uid);
  REQUIRE(mapping != nullptr);
  CHECK(mapping->configuration.filter_patterns == created.configuration.filter_patterns);
  CHECK(mapping->configuration.start_timestamp == Timestamp{5});
  CHECK(mapping->shards == scene.state.FindMapping(created.uid)->shards);
  CHECK(mapping->last_processing_result == "OK");
  CHECK(mapping->tags == TagMap{{"b", "c"}});
  CHECK(copy.EarliestTimer()->due == created.due);
  REQUIRE(copy.failed_batches().size() == 1);
  CHECK(copy.failed_batches().front().delivery == "delivered");
  CHECK(copy.next_failed_batch() == 2);
  CHECK(copy.next_mapping_uid() == MappingUid{2});
  CHECK(FindViolation(copy).empty());
}

TEST_CASE("Only the latest of what was given up is kept") {
  Scene scene;
  for (std::uint64_t id = 1; id <= 1001; ++id) scene.state.Apply(BatchFailed{Failed(id)});
  CHECK(scene.state.failed_batches().size() == 1000);
  CHECK(scene.state.failed_batches().front().id == 2);
  scene.state.Apply(BatchFailed{Failed(1002, 16 * 1024 * 1024)});
  CHECK(scene.state.failed_batches().size() == 1);
}

}  // namespace
}  // namespace runnel

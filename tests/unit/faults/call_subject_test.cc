#include "core/faults/call_subject.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/api/shapes.h"
#include "core/model/shard_iterator.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

struct SubjectRecord {
  std::optional<std::string> partition_key;
  std::optional<std::string> explicit_hash_key;
  std::optional<std::string> data;
};
constexpr Member kRecord[] = {
    Field<&SubjectRecord::partition_key>("PartitionKey", shapes::kPartitionKey),
    Field<&SubjectRecord::explicit_hash_key>("ExplicitHashKey", shapes::kHashKey),
    Field<&SubjectRecord::data>("Data", shapes::kData),
};
constexpr Shape kRecordShape = StructureShape(kRecord);
constexpr Shape kRecords = ListShape<SubjectRecord>(kRecordShape);

struct SubjectInput {
  std::optional<std::string> stream_name = {};
  std::optional<std::string> stream_arn = {};
  std::optional<std::string> consumer_arn = {};
  std::optional<std::string> shard_id = {};
  std::optional<std::string> shard_iterator = {};
  std::optional<std::vector<SubjectRecord>> records = {};
};
constexpr Member kInput[] = {
    Field<&SubjectInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&SubjectInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&SubjectInput::consumer_arn>("ConsumerARN", shapes::kConsumerArn),
    Field<&SubjectInput::shard_id>("ShardId", shapes::kShardId),
    Field<&SubjectInput::shard_iterator>("ShardIterator", shapes::kShardIterator),
    Field<&SubjectInput::records>("Records", kRecords),
};
constexpr Shape kShape = StructureShape(kInput);
constexpr SealKey kKey{1, 2};

CallSubject Read(const Scene& scene, const SubjectInput& input) {
  return SubjectOf(scene.state, kKey, Scene::HomeScope(), "Anything", kShape, &input);
}

TEST_CASE("a stream is known by its name, its ARN or that of its consumer") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const Consumer& consumer = *scene.state.FindConsumer(scene.Register(uid, "reader"));
  const std::string arn = Scene::ArnOf("s").ToString();
  CHECK(Read(scene, {.stream_name = "s"}).stream == &scene.StreamOf(uid));
  CHECK(Read(scene, {.stream_arn = arn}).stream == &scene.StreamOf(uid));
  const CallSubject subject = Read(scene, {.consumer_arn = consumer.arn.ToString()});
  CHECK(subject.stream == &scene.StreamOf(uid));
  CHECK(subject.consumer_name == "reader");
  CHECK(subject.account.text() == "000000000000");
  const CallSubject missing = Read(scene, {.stream_name = "none"});
  CHECK(missing.stream == nullptr);
  CHECK(missing.stream_arn->stream.text() == "none");
}

TEST_CASE("a shard is known by its id in any spelling, or by an iterator") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s", 2);
  CHECK(Read(scene, {.stream_name = "s", .shard_id = "shardId-000000000001"}).shard->index == 1);
  CHECK(Read(scene, {.stream_name = "s", .shard_id = "1"}).shard->index == 1);
  CHECK_FALSE(Read(scene, {.stream_name = "s", .shard_id = "shardId-x"}).shard);
  const ShardIterator iterator{scene.now, Scene::HomeScope(), StreamName("s"), uid, {1}, {}};
  const CallSubject subject = Read(scene, {.shard_iterator = iterator.Seal(kKey, 7)});
  CHECK(subject.shard->index == 1);
  CHECK(subject.stream == &scene.StreamOf(uid));
  CHECK(subject.iterator_issued == scene.now);
  CHECK_FALSE(Read(scene, {.shard_iterator = "foreign"}).stream_arn);
}

TEST_CASE("each record has the shard of its key") {
  Scene scene;
  scene.CreateStream("s", 2);
  SubjectInput input{.stream_name = "s"};
  input.records = {{"a", "0", "data"},
                   {"b", "340282366920938463463374607431768211455", ""},
                   {"c", std::nullopt, "data"}};
  const CallSubject subject = Read(scene, input);
  REQUIRE(subject.records.size() == 3);
  CHECK(subject.records[0].partition_key == "a");
  CHECK(subject.records[0].shard->index == 0);
  CHECK(subject.records[1].shard->index == 1);
  CHECK(subject.records[2].shard);
  CHECK_FALSE(subject.shard);  // of several records
  input.records->resize(1);
  CHECK(Read(scene, input).shard->index == 0);
}

}  // namespace
}  // namespace runnel

#include "core/integrations/event_source_mapping/pollers.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <memory>

#include "core/base/siphash.h"
#include "core/state/invariants.h"
#include "tests/unit/integrations/pollers_fixture.h"

namespace runnel {
namespace {

using Texts = std::vector<std::string>;

MappingConfiguration With(std::int32_t batch_size) {
  MappingConfiguration configuration;
  configuration.batch_size = batch_size;
  return configuration;
}

TEST_CASE("A put is delivered at once, and what is done with is not delivered again") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  CHECK(bench.waiting.empty());
  CHECK(bench.MappingOf(mapping).last_processing_result == "No records processed");
  bench.Put(stream, 0);
  CHECK(bench.Waiting() == "1");
  bench.Put(stream, 0);
  CHECK(bench.waiting.size() == 1);
  bench.Succeed();
  CHECK(bench.MappingOf(mapping).last_processing_result == "OK");
  CHECK(bench.Drain() == Texts{"2"});
  bench.Restart();
  CHECK(bench.waiting.empty());
  CHECK(FindViolation(bench.scene.state).empty());
}

TEST_CASE("A restart goes on with the batch that was under way") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  bench.Map(stream, With(2));
  for (int i = 0; i < 5; ++i) bench.Put(stream, 0);
  CHECK(bench.Waiting() == "1");
  bench.Succeed();
  CHECK(bench.Waiting() == "2,3");
  bench.Restart();
  CHECK(bench.Drain() == Texts{"2,3", "4,5"});
}

TEST_CASE("A shard whose function is slow or fails holds up no other") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events", 2);
  bench.Map(stream);
  bench.Put(stream, 0);
  bench.Put(stream, 1);
  REQUIRE(bench.waiting.size() == 2);
  CHECK(bench.Waiting(0) == "1");
  CHECK(bench.Waiting(1) == "2");
  bench.Fail();
  bench.Succeed();
  bench.Put(stream, 1);
  CHECK(bench.Waiting() == "3");
}

TEST_CASE("Several mappings read a stream each for itself") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  bench.Map(stream);
  bench.Map(stream);
  bench.Put(stream, 0);
  CHECK(bench.waiting.size() == 2);
  bench.Succeed();
  bench.Put(stream, 0);
  CHECK(bench.waiting.size() == 2);
  CHECK(bench.Waiting(1) == "2");
}

TEST_CASE("A disabled mapping stops after its batch, and loses and repeats nothing") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  bench.Put(stream, 0);
  bench.Reconfigure(mapping, {}, false);
  bench.Put(stream, 0);
  CHECK(bench.Waiting() == "1");
  bench.Succeed();
  CHECK(bench.waiting.empty());
  bench.Put(stream, 0);
  bench.Reconfigure(mapping, {}, true);
  CHECK(bench.Drain() == Texts{"2,3"});
}

TEST_CASE("An outcome for a mapping that is gone is ignored") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  bench.Put(stream, 0);
  bench.Apply(MappingDeleted{mapping});
  bench.Succeed();
  bench.Put(stream, 0);
  CHECK(bench.waiting.empty());
  CHECK(bench.scene.state.mappings().empty());
}

TEST_CASE("A failing batch is retried by the clock and told of when it is given up") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration;
  configuration.retry_attempts = 1;
  configuration.on_failure_destination = "arn:aws:s3:::failures";
  const MappingUid mapping = bench.Map(stream, configuration);
  bench.Put(stream, 0);
  const std::string first_request = bench.waiting[0].request_id;
  bench.Fail();
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: Function call failed");
  CHECK(bench.waiting.empty());
  REQUIRE(bench.pollers.NextDue());
  CHECK(*bench.pollers.NextDue() == bench.scene.now + Duration::Seconds(1));
  bench.AdvanceTo(*bench.pollers.NextDue());
  CHECK(bench.Waiting() == "1");
  const std::string request = bench.waiting[0].request_id;
  CHECK(request != first_request);
  CHECK(bench.scene.state.failed_batches().empty());
  bench.Fail();
  REQUIRE(bench.scene.state.failed_batches().size() == 1);
  const FailedBatch& failed = bench.scene.state.failed_batches().front();
  CHECK(failed.condition == "RetryAttemptsExhausted");
  CHECK(failed.record_count == 1);
  CHECK(failed.destination == "arn:aws:s3:::failures");
  CHECK(failed.object_key.starts_with("aws/lambda/14e0db71-"));
  CHECK(failed.message.find(request) != std::string::npos);
  CHECK(failed.message.find("\"payload\":{\"Records\":[{") != std::string::npos);
  bench.Put(stream, 0);
  CHECK(bench.Drain() == Texts{"2"});
}

TEST_CASE("While a mapping's function is gone its records wait") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  bench.function_exists = false;
  bench.Put(stream, 0);
  CHECK(bench.waiting.empty());
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: Function not found");
  bench.function_exists = true;
  bench.AdvanceTo(*bench.pollers.NextDue());
  CHECK(bench.Drain() == Texts{"1"});
}

TEST_CASE("A throttled invocation is no try") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration;
  configuration.retry_attempts = 0;
  const MappingUid mapping = bench.Map(stream, configuration);
  bench.Put(stream, 0);
  bench.Answer({InvocationOutcome::Kind::kThrottled, {}, {}});
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: Function call throttled");
  bench.AdvanceTo(*bench.pollers.NextDue());
  bench.Answer({InvocationOutcome::Kind::kNotRun, "nobody is there", {}});
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: nobody is there");
  bench.AdvanceTo(*bench.pollers.NextDue());
  CHECK(bench.Drain() == Texts{"1"});
  CHECK(bench.scene.state.failed_batches().empty());
}

TEST_CASE("A mapping follows its stream's name when the stream is made anew") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  bench.Put(stream, 0);
  bench.Drain();
  bench.Apply(StreamDeleted{stream});
  bench.Run();
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: Stream not found");
  const StreamUid again = bench.scene.CreateStream("events");
  StreamCreated created;
  created.uid = again;
  bench.pollers.Observe(created, bench.scene.state);
  bench.Run();
  CHECK(bench.MappingOf(mapping).stream == again);
  bench.Put(again, 0);
  CHECK(bench.Drain() == Texts{"2"});
}

TEST_CASE("A consumer as source is read while it is there") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const ConsumerUid consumer = bench.scene.Register(stream, "app");
  MappingConfiguration configuration;
  configuration.event_source_arn = bench.scene.state.FindConsumer(consumer)->arn.ToString();
  const MappingUid mapping = bench.Map(stream, configuration);
  bench.Put(stream, 0);
  CHECK(bench.waiting[0].payload.find("\"eventSourceARN\":\"" + configuration.event_source_arn) !=
        std::string::npos);
  bench.Drain();
  bench.Apply(ConsumerDeleted{consumer});
  bench.Put(stream, 0);
  CHECK(bench.waiting.empty());
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: Consumer not found");
}

TEST_CASE("Records that a filter keeps out are passed over") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration = With(2);
  configuration.filter_patterns = {R"({"data":{"n":[{"numeric":[">",0]}]}})"};
  const MappingUid mapping = bench.Map(stream, configuration);
  bench.PutData(stream, 0, R"({"n":0})");
  bench.PutData(stream, 0, "text");
  CHECK(bench.waiting.empty());
  const ShardProgress passed = bench.MappingOf(mapping).shards.at(ShardId{0});
  CHECK(passed.lanes.at(0).next.index == 2);
  CHECK(bench.MappingOf(mapping).last_processing_result == "No records processed");
  bench.PutData(stream, 0, R"({"n":1})");
  CHECK(bench.Drain() == Texts{R"({"n":1})"});
}

TEST_CASE("Lanes share a shard by partition key, each in order, and all at once") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration;
  configuration.parallelization_factor = 10;
  bench.Map(stream, configuration);
  for (int i = 0; i < 40; ++i) bench.Put(stream, 0, "key-" + std::to_string(i % 20));
  CHECK(bench.waiting.size() > 1);
  CHECK(bench.waiting.size() <= 10);
  std::map<int, Texts> by_key;
  std::size_t count = 0;
  while (!bench.waiting.empty()) {
    const std::string batch = bench.Waiting() + ",";
    for (std::size_t begin = 0; begin < batch.size();) {
      const std::size_t comma = batch.find(',', begin);
      const int number = std::stoi(batch.substr(begin, comma - begin));
      by_key[number % 20].push_back(std::to_string(number));
      begin = comma + 1;
      ++count;
    }
    bench.Succeed();
  }
  CHECK(count == 40);
  for (const auto& [key, numbers] : by_key) {
    REQUIRE(numbers.size() == 2);
    CHECK(std::stoi(numbers[0]) < std::stoi(numbers[1]));
  }
}

TEST_CASE("Another number of lanes takes over where the farthest lane has come") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration;
  configuration.parallelization_factor = 4;
  const MappingUid mapping = bench.Map(stream, configuration);
  for (int i = 0; i < 12; ++i) bench.Put(stream, 0, "key-" + std::to_string(i));
  const std::size_t under_way = bench.waiting.size();
  REQUIRE(under_way > 1);
  bench.Succeed();
  configuration.parallelization_factor = 1;
  bench.Reconfigure(mapping, configuration);
  bench.Put(stream, 0, "key-0");
  SUBCASE("at once") {}
  SUBCASE("also after a restart") { bench.Restart(); }
  std::size_t count = 0;
  const Texts delivered = bench.Drain();
  for (const std::string& batch : delivered) {
    count += 1 + static_cast<std::size_t>(std::count(batch.begin(), batch.end(), ','));
  }
  CHECK(delivered.back().ends_with("13"));
  // The first record was answered for before.
  CHECK(count == 12);
  CHECK(bench.MappingOf(mapping).shards.at(ShardId{0}).lanes.size() == 1);
}

TEST_CASE("Lanes that hand over may give up what is too old in the same turn") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration;
  configuration.parallelization_factor = 10;
  configuration.record_age_seconds = 60;
  const MappingUid mapping = bench.Map(stream, configuration);
  for (int i = 0; i < 20; ++i) bench.Put(stream, 0, "key-" + std::to_string(i));
  REQUIRE(bench.waiting.size() > 5);
  configuration.parallelization_factor = 1;
  bench.Reconfigure(mapping, configuration);
  bench.scene.now = bench.scene.now + Duration::Seconds(61);
  bench.Restart();
  CHECK(bench.MappingOf(mapping).shards.at(ShardId{0}).lanes.size() == 1);
  std::int64_t given_up = 0;
  for (const FailedBatch& batch : bench.scene.state.failed_batches()) {
    given_up += batch.record_count;
    const auto message = boost::json::parse(batch.message);
    CHECK(message.at("requestContext").at("requestId").as_string().size() == 36);
  }
  CHECK(given_up == 20);
}

// Gives no record back.
class NothingKept final : public RecordSource {
 public:
  std::shared_ptr<const RecordChunk> Load(StreamUid, ShardId, const RecordChunk&) const override {
    return nullptr;
  }
};

TEST_CASE("A lane whose records cannot be read holds up no other of its shard") {
  const auto key_of = [](std::size_t lane) {
    std::string key = "a";
    while (SipHash(0, 0, key) % 2 != lane) ++key[0];
    return key;
  };
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  MappingConfiguration configuration;
  configuration.parallelization_factor = 2;
  const MappingUid mapping = bench.Map(stream, configuration);
  bench.Put(stream, 0, key_of(0));
  bench.Put(stream, 0, key_of(0));
  CHECK(bench.Waiting() == "1");
  const std::uint64_t last_index = bench.scene.StreamOf(stream).NextSequenceIndex(ShardId{0}) - 1;
  bench.Apply(RecordsReleased{stream, ShardId{0}, last_index, std::make_shared<NothingKept>()});
  bench.Succeed();
  CHECK(bench.waiting.empty());
  CHECK(bench.MappingOf(mapping).last_processing_result == "PROBLEM: Records cannot be read");
  bench.Put(stream, 0, key_of(1));
  CHECK(bench.Waiting() == "3");
}

}  // namespace
}  // namespace runnel

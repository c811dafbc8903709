#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

Settings WithLimits() {
  Settings settings = WithoutDelays();
  settings.enforce_rate_quotas = true;
  return settings;
}

std::size_t OpenShards(EmulatorFixture& fixture) {
  fixture.Advance(Duration::Seconds(1));  // the rate of DescribeStreamSummary
  const Answer answer = fixture.Call("DescribeStreamSummary", R"({"StreamName": "s"})");
  return static_cast<std::size_t>(
      answer.json.at("StreamDescriptionSummary").at("OpenShardCount").as_int64());
}

// `bytes` to the shard of the lowest keys, in each of `seconds` seconds.
void Write(EmulatorFixture& fixture, int seconds, std::size_t bytes) {
  const std::string put = R"({"StreamName": "s", "PartitionKey": "a", "ExplicitHashKey": "0", )"
                          R"("Data": ")" +
                          std::string(bytes / 3 * 4, 'A') + "\"}";
  for (int i = 0; i < seconds; ++i) {
    REQUIRE(fixture.Call("PutRecord", put).status == 200);
    fixture.Advance(Duration::Seconds(1));
  }
}

TEST_CASE(
    "a shard of an on-demand stream splits when it takes more than half a megabyte a second") {
  EmulatorFixture fixture(WithLimits());
  fixture.Call("CreateStream",
               R"({"StreamName": "s", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}})");
  CHECK(OpenShards(fixture) == 4);
  Write(fixture, 301, 499'998);
  CHECK(OpenShards(fixture) == 4);
  Write(fixture, 301, 510'000);
  CHECK(OpenShards(fixture) == 5);
  // The child goes on as its parent did.
  Write(fixture, 301, 510'000);
  CHECK(OpenShards(fixture) == 6);
  // Idle, it keeps what it has.
  fixture.Advance(Duration::Hours(24));
  CHECK(OpenShards(fixture) == 6);
}

TEST_CASE("a provisioned stream keeps its shards, and so does one without limits") {
  EmulatorFixture provisioned(WithLimits());
  provisioned.Call("CreateStream", R"({"StreamName": "s", "ShardCount": 2})");
  Write(provisioned, 301, 900'000);
  CHECK(OpenShards(provisioned) == 2);
  EmulatorFixture free;
  free.Call("CreateStream",
            R"({"StreamName": "s", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}})");
  Write(free, 301, 900'000);
  CHECK(OpenShards(free) == 4);
}

}  // namespace
}  // namespace runnel

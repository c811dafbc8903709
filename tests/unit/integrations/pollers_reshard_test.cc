#include <doctest/doctest.h>

#include "core/integrations/event_source_mapping/pollers.h"
#include "core/state/invariants.h"
#include "tests/unit/integrations/pollers_fixture.h"

namespace runnel {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("The children of a split are read when all of the parent is done with") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  bench.Put(stream, 0);
  bench.Put(stream, 0);
  bench.Split(stream, 0);
  bench.Put(stream, 1);
  bench.Put(stream, 2);
  CHECK(bench.waiting.size() == 1);
  CHECK(bench.Waiting() == "1");
  bench.Succeed();
  CHECK(bench.waiting.size() == 1);
  CHECK(bench.Waiting() == "2");
  bench.Succeed();
  CHECK(bench.MappingOf(mapping).shards.at(ShardId{0}).done);
  CHECK(bench.Drain() == Texts{"3", "4"});
  CHECK(FindViolation(bench.scene.state).empty());
}

TEST_CASE("The child of a merge waits for both parents") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events", 2);
  bench.Map(stream);
  bench.Put(stream, 0);
  bench.Put(stream, 1);
  bench.Merge(stream, 0, 1);
  bench.Put(stream, 2);
  CHECK(bench.waiting.size() == 2);
  bench.Succeed();
  CHECK(bench.waiting.size() == 1);
  bench.Succeed();
  CHECK(bench.Drain() == Texts{"3"});
}

TEST_CASE("A parent that was empty holds up nothing") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  bench.Map(stream);
  bench.Split(stream, 0);
  bench.Put(stream, 1);
  CHECK(bench.Drain() == Texts{"1"});
}

TEST_CASE("A restart remembers which parents are done with") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  bench.Map(stream);
  bench.Put(stream, 0);
  bench.Split(stream, 0);
  bench.Put(stream, 1);
  bench.Restart();
  CHECK(bench.Waiting() == "1");
  bench.Succeed();
  CHECK(bench.Waiting() == "2");
  bench.Restart();
  CHECK(bench.Drain() == Texts{"2"});
}

TEST_CASE("A mapping that begins with the latest skips what was closed before") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  bench.Put(stream, 0);
  bench.Split(stream, 0);
  bench.Put(stream, 1);
  std::map<ShardId, ShardProgress> latest;
  latest[ShardId{0}] = {{}, true};
  for (const std::int32_t open : {1, 2}) {
    const ShardPosition end = bench.scene.ShardOf(stream, open).log.end();
    latest[ShardId{open}] = {{{end, {}}}, false};
  }
  bench.MapFrom(stream, {}, latest);
  CHECK(bench.waiting.empty());
  bench.Put(stream, 1);
  bench.Put(stream, 2);
  CHECK(bench.Drain() == Texts{"3", "4"});
}

TEST_CASE("When a shard expires its children wait for it no longer") {
  PollersBench bench;
  const StreamUid stream = bench.scene.CreateStream("events");
  const MappingUid mapping = bench.Map(stream);
  bench.Put(stream, 0);
  bench.Split(stream, 0);
  bench.scene.Advance(Duration::Hours(23));
  bench.Put(stream, 1);
  bench.scene.Advance(Duration::Hours(2));
  bench.scene.Retain(stream);
  bench.pollers.Observe(ShardExpired{stream, ShardId{0}}, bench.scene.state);
  bench.Run();
  CHECK_FALSE(bench.MappingOf(mapping).shards.contains(ShardId{0}));
  REQUIRE(bench.waiting.size() == 2);
  CHECK(bench.Waiting(1) == "2");
  CHECK(FindViolation(bench.scene.state).empty());
}

}  // namespace
}  // namespace runnel

#include "core/engine/reshard.h"

#include <doctest/doctest.h>

#include "core/state/invariants.h"
#include "core/state/state.h"

namespace runnel {
namespace {

// A stream with `shards` open shards, all of them its first.
struct Resharding {
  explicit Resharding(std::int32_t shards) {
    StreamCreated created;
    created.uid = state.next_stream_uid();
    created.arn = {{AccountId("000000000000"), Region("us-east-1")}, StreamName("s")};
    created.at = at;
    created.shard_count = shards;
    created.due = at;
    state.Apply(created);
    state.Apply(FirstShards(stream(), shards, at));
    state.Apply(StreamActivated{created.uid});
  }

  const Stream& stream() const { return *state.FindStream(StreamUid{1}); }
  void To(std::int32_t target) {
    for (const ShardsReplaced& round : Reshard(stream(), target, at)) state.Apply(round);
  }

  State state;
  Timestamp at{1'700'000'000'500};
};

TEST_CASE("Reshard: the totals of listed shards are those measured on the service") {
  struct Measured {
    std::int32_t from;
    std::int32_t to;
    std::size_t listed;
  };
  for (const Measured& measured :
       {Measured{2, 4, 6}, {4, 5, 15}, {10, 13, 37}, {4, 2, 6}, {5, 3, 7}, {10, 3, 17}}) {
    CAPTURE(measured.from);
    CAPTURE(measured.to);
    Resharding resharding(measured.from);
    resharding.To(measured.to);
    CHECK(resharding.stream().shards.size() == measured.listed);
    CHECK(resharding.stream().open_shards.size() == static_cast<std::size_t>(measured.to));
    CHECK(FindViolation(resharding.state) == "");
  }
}

TEST_CASE("Reshard: shards of a single key are left alone") {
  Resharding resharding(1);
  resharding.state.Apply(Split(resharding.stream(), {ShardId{0}, HashKey{2}}, resharding.at));
  for (const std::int32_t target : {4, 8, 16}) {
    resharding.To(target);
    CHECK(resharding.stream().open_shards.size() == static_cast<std::size_t>(target));
    CHECK(FindViolation(resharding.state) == "");
  }
}

TEST_CASE("Reshard: the same count changes nothing") {
  Resharding resharding(3);
  CHECK(Reshard(resharding.stream(), 3, resharding.at).empty());
}

TEST_CASE("Reshard: doubling splits evenly") {
  Resharding resharding(1);
  resharding.To(2);
  const Stream& stream = resharding.stream();
  CHECK(stream.open_shards[1].starting.ToString() == "170141183460469231731687303715884105728");
}

TEST_CASE("Reshard: children begin one second after their parent ends") {
  Resharding resharding(1);
  resharding.state.Apply(Split(resharding.stream(), {ShardId{0}, HashKey{2}}, resharding.at));
  const Stream& stream = resharding.stream();
  const Shard& parent = *stream.FindShard(ShardId{0});
  CHECK(parent.closed_seconds == 1'700'000'000);
  for (const std::int32_t child : {1, 2}) {
    CHECK(stream.FindShard(ShardId{child})->created_seconds == 1'700'000'001);
    CHECK(stream.FindShard(ShardId{child})->parent == ShardId{0});
  }
  CHECK(stream.FindShard(ShardId{1})->range.ending == HashKey{1});
}

TEST_CASE("Reshard: a shard whose beginning lies ahead does not end before it") {
  Resharding resharding(2);
  resharding.To(3);  // splits twice and merges two of the fresh children
  const Stream& stream = resharding.stream();
  for (const auto& shard : stream.shards) {
    if (!shard->open()) CHECK(shard->closed_seconds >= shard->created_seconds);
  }
}

TEST_CASE("Reshard: a merge keeps both parents and the whole range") {
  Resharding resharding(3);
  resharding.state.Apply(Merge(resharding.stream(), {ShardId{0}, ShardId{1}}, resharding.at));
  const Shard& child = *resharding.stream().FindShard(ShardId{3});
  CHECK(child.parent == ShardId{0});
  CHECK(child.adjacent_parent == ShardId{1});
  CHECK(child.range.ending.ToString() == "226854911280625642308916404954512140969");
}

}  // namespace
}  // namespace runnel

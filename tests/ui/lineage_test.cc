#include "inspector-ui/view_models/lineage.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

const std::string kMiddle = "170141183460469231731687303715884105728";
const std::string kLast = "340282366920938463463374607431768211455";

ShardView Shard(const std::string& id, const std::string& starting, const std::string& ending,
                const std::optional<std::string>& parent = std::nullopt, bool open = true) {
  ShardView shard;
  shard.shard_id = id;
  shard.starting_hash_key = starting;
  shard.ending_hash_key = ending;
  shard.parent_shard_id = parent;
  if (!open) shard.closed_millis = 1;
  return shard;
}

TEST_CASE("LineageOf: children stand right of their parents, within the parents' range") {
  StreamView stream;
  stream.shards = {Shard("0", "0", kLast, std::nullopt, false),
                   Shard("1", "0", "170141183460469231731687303715884105727", "0", false),
                   Shard("2", kMiddle, kLast, "0"), Shard("3", "0", kMiddle, "1")};
  stream.shards[3].adjacent_parent_shard_id = "gone";
  stream.shards[2].incoming.bytes_per_second = 50;
  stream.shards[3].incoming.bytes_per_second = 100;
  const auto boxes = LineageOf(stream, 0);
  REQUIRE(boxes.size() == 4);
  CHECK(boxes[0].generation == 0);
  CHECK(boxes[1].generation == 1);
  CHECK(boxes[2].generation == 1);
  CHECK(boxes[3].generation == 2);
  CHECK_FALSE(boxes[0].open);
  CHECK(boxes[2].open);
  CHECK(boxes[2].top == doctest::Approx(0.5));
  CHECK(boxes[2].bottom == doctest::Approx(1));
  CHECK(boxes[2].heat == doctest::Approx(0.5));
  CHECK(boxes[3].heat == doctest::Approx(1));
}

TEST_CASE("LineageOf: a stream without shards has no picture") {
  CHECK(LineageOf(StreamView(), 0).empty());
}

TEST_CASE("MiddleHashKey: an even split, and none of a range that cannot be split") {
  CHECK(MiddleHashKey(Shard("0", "0", kLast)) == kMiddle);
  CHECK(MiddleHashKey(Shard("0", "4", "5")) == "5");
  CHECK(MiddleHashKey(Shard("0", "5", "5")) == "");
  CHECK(MiddleHashKey(Shard("0", "", "x")) == "");
}

TEST_CASE("LineageOf: what is closed fades until retention takes it") {
  StreamView stream;
  stream.retention_hours = 24;
  stream.shards.resize(2);
  stream.shards[0].closed_millis = 1000;
  const std::int64_t hour = 3'600'000;
  CHECK(LineageOf(stream, 1000)[0].remains == doctest::Approx(1));
  CHECK(LineageOf(stream, 1000 + 6 * hour)[0].remains == doctest::Approx(0.75));
  CHECK(LineageOf(stream, 1000 + 30 * hour)[0].remains == doctest::Approx(0));
  CHECK(LineageOf(stream, 1000 + 30 * hour)[1].remains == doctest::Approx(1));
}

}  // namespace
}  // namespace runnel

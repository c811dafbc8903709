// Where the shards of a stream stand in a picture of its life: the key space from top to bottom,
// time from left to right, and what hash keys and places have to do with each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/inspect/stream_view.h"

namespace runnel {

struct LineageBox {
  std::size_t shard = 0;  // its place in StreamView::shards
  double top = 0;         // 0 to 1: where its range begins and ends in the key space
  double bottom = 1;
  int generation = 0;  // 0: no parent is known; else one more than the latest parent
  bool open = true;
  double remains = 1;  // of a closed one, 1 to 0: of the time until retention takes it
  double heat = 0;     // 0 to 1: its share of what the busiest shard takes
};

// A box for each shard, in their order. `now_millis`: by the emulator's clock.
std::vector<LineageBox> LineageOf(const StreamView& stream, std::int64_t now_millis);

// How far into the key space a hash key is, 0 to 1.
double KeySpacePlace(std::string_view hash_key);
// The hash key in the middle of a shard's range, where an even split would cut; empty: the range
// holds but one key.
std::string MiddleHashKey(const ShardView& shard);

}  // namespace runnel

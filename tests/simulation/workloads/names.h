// The streams that clients speak of: some are there, some are not.
#pragma once

#include <string>

#include "tests/simulation/world.h"

namespace runnel::simulation {

inline std::string AnyName(Dice& dice) { return "stream-" + std::to_string(dice.Below(5)); }

// A stream that is there, more often than not.
inline std::string LikelyName(World& world) {
  const auto& streams = world.reference.streams();
  if (streams.empty() || world.dice.OneIn(20)) return AnyName(world.dice);
  return std::next(streams.begin(), static_cast<std::ptrdiff_t>(world.dice.Below(streams.size())))
      ->first;
}

// An index of a shard, which may be one too many.
inline int LikelyShard(World& world, const std::string& name) {
  const ReferenceStream* const stream = world.reference.Find(name);
  const std::size_t count = stream == nullptr ? 0 : stream->shards.size();
  // The latest are those that are still there.
  const std::size_t from = count > 12 && !world.dice.OneIn(8) ? count - 12 : 0;
  return static_cast<int>(from + world.dice.Below(count - from + 1));
}

}  // namespace runnel::simulation

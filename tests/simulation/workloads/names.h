// The streams that clients speak of: some are there, some are not.
#pragma once

#include <string>

#include "tests/simulation/world.h"

namespace runnel::simulation {

inline std::string AnyName(Dice& dice) { return "stream-" + std::to_string(dice.Below(8)); }

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

// The id of a shard, now and then as it may be written as well.
inline std::string SpellShard(Dice& dice, int index) {
  const std::string number = std::to_string(index);
  switch (dice.Below(24)) {
    case 0:
      return number;
    case 1:
      return "shardId-" + number;
    case 2:
      return "anything-" + number;
    case 3:
      return "-0000" + number;
    default:
      return ReferenceShard::IdOf(index);
  }
}

// A consumer of the stream that is there, more often than not.
inline std::string LikelyConsumer(World& world, const std::string& name) {
  const ReferenceStream* const stream = world.reference.Find(name);
  if (stream == nullptr || stream->consumers.empty() || world.dice.OneIn(10)) {
    return "consumer-" + std::to_string(world.dice.Below(4));
  }
  const auto at = static_cast<std::ptrdiff_t>(world.dice.Below(stream->consumers.size()));
  return std::next(stream->consumers.begin(), at)->first;
}

// Of the consumer as it is now, or of one that there never was.
inline std::string ConsumerArnOf(World& world, const std::string& name,
                                 const std::string& consumer) {
  const ReferenceConsumer* const found = world.reference.FindConsumer(name, consumer);
  return found != nullptr ? found->arn
                          : Reference::ArnOf(name) + "/consumer/" + consumer + ":1700000000";
}

// Two keys of clients, and the vendor's.
inline std::string AnyKey(Dice& dice) {
  constexpr const char* kKeys[] = {"alias/one", "alias/two", "alias/aws/kinesis"};
  return kKeys[dice.Below(dice.OneIn(8) ? 3 : 2)];
}

}  // namespace runnel::simulation

// The ARN of a stream, a consumer or a channel, which is there more often than not.
#pragma once

#include <string>

#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {

inline std::string LikelyResource(World& world) {
  const auto& channels = world.reference.channels();
  if (!channels.empty() && world.dice.OneIn(5)) return channels.begin()->second.arn;
  const std::string name = LikelyName(world);
  if (!world.dice.OneIn(3)) return Reference::ArnOf(name);
  return ConsumerArnOf(world, name, LikelyConsumer(world, name));
}

}  // namespace runnel::simulation

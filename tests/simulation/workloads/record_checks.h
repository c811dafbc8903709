// Whether records, lag and children are what the reference has, in answers of GetRecords and events
// of SubscribeToShard.
#pragma once

#include <boost/json/object.hpp>

#include "tests/simulation/world.h"

namespace runnel::simulation {

// Records from `from` to before `through`, and how far that is behind.
void CheckRecords(const World& world, const ReferenceShard& shard, std::size_t from,
                  std::size_t through, const boost::json::object& got);
// The children are told with the end of the shard, and only then.
void CheckChildren(const World& world, const ReferenceStream& stream, const ReferenceShard& shard,
                   bool ends, const boost::json::object& got);

}  // namespace runnel::simulation

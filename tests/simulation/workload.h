// What clients do. A run draws which of these there are, and how often each has its turn.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "tests/simulation/world.h"

namespace runnel::simulation {

class Workload {
 public:
  virtual ~Workload() = default;
  virtual std::string_view name() const = 0;
  virtual void Step(World& world) = 0;
};

// Streams come and go, and keep records for longer or shorter.
std::unique_ptr<Workload> MakeStreamChurn();
// Records are put, one or many, by key and by explicit hash key.
std::unique_ptr<Workload> MakeProducer();
// Shards are read from everywhere in them, and whole lineages from their beginning.
std::unique_ptr<Workload> MakeConsumer();
// Shards are split and merged, also those that cannot be.
std::unique_ptr<Workload> MakeResharding();
// Consumers are registered and leave.
std::unique_ptr<Workload> MakeConsumerChurn();
// Shards are subscribed to, and the events are heard, sooner or later.
std::unique_ptr<Workload> MakeFanOut();
// Modes, throughput, sizes and metrics of streams change.
std::unique_ptr<Workload> MakeCapacity();
// Streams are encrypted, and their keys fail.
std::unique_ptr<Workload> MakeEncryption();
// Tags of streams, consumers and channels.
std::unique_ptr<Workload> MakeTagChanges();
// Resource policies are put and taken away.
std::unique_ptr<Workload> MakePolicies();
// Channels are made, changed and deleted.
std::unique_ptr<Workload> MakeChannels();
// What channels deliver is written, or fails to be.
std::unique_ptr<Workload> MakeDeliveries();
// Streams, limits and the account are described.
std::unique_ptr<Workload> MakeDescriptions();
// Shards are listed, by filters and page by page.
std::unique_ptr<Workload> MakeShardLists();
// Streams are read from their oldest shards to their youngest, as a client without a memory does.
std::unique_ptr<Workload> MakeLineages();
// Functions are invoked with records, and fail.
std::unique_ptr<Workload> MakeMappings();
// Functions come and go, and events are kept until they have been taken.
std::unique_ptr<Workload> MakeFunctions();
// Fault rules are in force.
std::unique_ptr<Workload> MakeFaults();
// Time passes, a little or days.
std::unique_ptr<Workload> MakeTime();
// The process dies, with what it had written or without the latest, and begins again.
std::unique_ptr<Workload> MakeCrashes();

std::vector<std::unique_ptr<Workload>> MakeWorkloads();

}  // namespace runnel::simulation

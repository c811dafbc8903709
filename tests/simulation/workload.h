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
// Time passes, a little or days; shards are listed.
std::unique_ptr<Workload> MakeTime();
// The process dies, with what it had written or without the latest, and begins again.
std::unique_ptr<Workload> MakeCrashes();

inline std::vector<std::unique_ptr<Workload>> MakeWorkloads() {
  std::vector<std::unique_ptr<Workload>> all;
  all.push_back(MakeStreamChurn());
  all.push_back(MakeProducer());
  all.push_back(MakeConsumer());
  all.push_back(MakeResharding());
  all.push_back(MakeTime());
  all.push_back(MakeCrashes());
  return all;
}

}  // namespace runnel::simulation

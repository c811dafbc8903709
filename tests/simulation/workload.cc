#include "tests/simulation/workload.h"

namespace runnel::simulation {

std::vector<std::unique_ptr<Workload>> MakeWorkloads() {
  constexpr std::unique_ptr<Workload> (*kMakers[])() = {
      MakeStreamChurn, MakeProducer,     MakeConsumer,   MakeResharding, MakeConsumerChurn,
      MakeFanOut,      MakeCapacity,     MakeEncryption, MakeTagChanges, MakePolicies,
      MakeChannels,    MakeDescriptions, MakeShardLists, MakeMappings,   MakeFunctions,
      MakeFaults,      MakeTime,         MakeCrashes,    MakeDeliveries, MakeLineages};
  std::vector<std::unique_ptr<Workload>> all;
  for (const auto make : kMakers) all.push_back(make());
  return all;
}

}  // namespace runnel::simulation

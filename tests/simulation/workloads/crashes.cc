#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

class Crashes : public Workload {
 public:
  std::string_view name() const override { return "crashes"; }

  void Step(World& world) override {
    if (!world.writes()) return world.LoseUnwritten();
    if (world.dice.OneIn(60)) return world.Reset();
    switch (world.dice.Below(5)) {
      case 0:
        return world.Restart();
      case 1:
        return world.Checkpoint();
      case 2:
        return world.ReplaceBySnapshot();
      case 3:
        return Settle(world);
      default:
        return world.StopWriting();
    }
  }

 private:
  // Settings and the clock have journal entries of their own.
  static void Settle(World& world) {
    // A clock that is set runs on from the machine's, however far back that is.
    world.Advance(0);
    world.Call("Runnel.UpdateSettings", {{"ShardLimit", world.reference.settings().shard_limit}},
               Expected::kSuccess);
    world.Call("Runnel.UpdateClock", {{"Scale", 1.0}}, Expected::kSuccess);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeCrashes() { return std::make_unique<Crashes>(); }

}  // namespace runnel::simulation

#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

class Crashes : public Workload {
 public:
  std::string_view name() const override { return "crashes"; }

  void Step(World& world) override {
    if (!world.writes()) return world.LoseUnwritten();
    switch (world.dice.Below(3)) {
      case 0:
        return world.Restart();
      case 1:
        return world.Checkpoint();
      default:
        return world.StopWriting();
    }
  }
};

}  // namespace

std::unique_ptr<Workload> MakeCrashes() { return std::make_unique<Crashes>(); }

}  // namespace runnel::simulation

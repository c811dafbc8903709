#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

class Time : public Workload {
 public:
  std::string_view name() const override { return "time"; }

  void Step(World& world) override {
    world.Advance(world.calm ? DrawShort(world.dice) : Draw(world.dice));
  }

 private:
  static Millis Draw(Dice& dice) {
    if (dice.OneIn(60)) return dice.Between(0, 30 * kHour);
    if (dice.OneIn(20)) return dice.Between(0, kHour);
    return DrawShort(dice);
  }

  static Millis DrawShort(Dice& dice) {
    if (dice.OneIn(8)) return dice.Between(0, 400 * kSecond);
    return dice.Between(0, 2 * kSecond);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeTime() { return std::make_unique<Time>(); }

}  // namespace runnel::simulation

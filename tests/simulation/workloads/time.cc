#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

class Time : public Workload {
 public:
  std::string_view name() const override { return "time"; }

  void Step(World& world) override {
    if (world.dice.OneIn(40)) return world.SetBack(world.dice.Between(1, kHour));
    if (world.dice.OneIn(6)) return GoToWhatIsDue(world);
    world.AdvanceMachine(world.calm ? DrawShort(world.dice) : Draw(world.dice));
  }

 private:
  // To the moment at which a change ends, or just before it.
  static void GoToWhatIsDue(World& world) {
    std::vector<Millis> dues;
    for (const auto& [name, stream] : world.reference.streams()) {
      if (stream.status != ReferenceStream::Status::kActive) dues.push_back(stream.change.due);
      for (const auto& [consumer_name, consumer] : stream.consumers) dues.push_back(consumer.due);
    }
    for (const auto& [name, channel] : world.reference.channels()) dues.push_back(channel.due);
    std::erase_if(dues, [&world](Millis due) { return due <= world.reference.now(); });
    if (dues.empty()) return;
    const Millis early = world.dice.OneIn(2) ? 1 : 0;
    world.Advance(world.dice.Pick(dues) - early - world.reference.now());
  }

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

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

class StreamChurn : public Workload {
 public:
  std::string_view name() const override { return "streams"; }

  void Step(World& world) override {
    Dice& dice = world.dice;
    if (dice.OneIn(12)) return Delete(world);
    if (dice.OneIn(3)) return Retain(world);
    const std::string name = AnyName(dice);
    const int count = static_cast<int>(dice.Between(1, 9));
    const std::string expected = world.reference.CreateStream(name, count);
    world.Call("CreateStream", {{"StreamName", name}, {"ShardCount", count}}, expected);
  }

 private:
  static void Delete(World& world) {
    const std::string name = LikelyName(world);
    const std::string expected = world.reference.DeleteStream(name);
    world.Call("DeleteStream", {{"StreamName", name}}, expected);
  }

  static void Retain(World& world) {
    constexpr int kHours[] = {24, 25, 48, 100, 168};
    const std::string name = LikelyName(world);
    const int hours = world.dice.OneIn(20) ? 23 : world.dice.Pick(kHours);
    const bool increase = world.dice.OneIn(2);
    const std::string expected = world.reference.ChangeRetention(name, hours, increase);
    world.Call(increase ? "IncreaseStreamRetentionPeriod" : "DecreaseStreamRetentionPeriod",
               {{"StreamName", name}, {"RetentionPeriodHours", hours}}, expected);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeStreamChurn() { return std::make_unique<StreamChurn>(); }

}  // namespace runnel::simulation

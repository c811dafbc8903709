#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/metrics.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

constexpr unsigned kAllMetrics = 0x7f;

class Capacity : public Workload {
 public:
  std::string_view name() const override { return "capacity"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    switch (world.dice.Below(7)) {
      case 0:
        return UpdateMode(world, name);
      case 1:
        return Warm(world, name);
      case 2:
        return Commit(world);
      case 3:
        return Distribute(world, name);
      case 4:
        return LimitRecords(world, name);
      case 5:
        return Limit(world, name);
      default:
        return Monitor(world, name);
    }
  }

 private:
  static void UpdateMode(World& world, const std::string& name) {
    const bool on_demand = world.dice.OneIn(2);
    std::optional<int> warm;
    if (world.dice.OneIn(4)) warm = static_cast<int>(world.dice.Between(1, 12'000));
    boost::json::object input = {
        {"StreamARN", Reference::ArnOf(name)},
        {"StreamModeDetails", {{"StreamMode", on_demand ? "ON_DEMAND" : "PROVISIONED"}}}};
    if (warm) input["WarmThroughputMiBps"] = *warm;
    world.Call("UpdateStreamMode", input, world.reference.UpdateStreamMode(name, on_demand, warm));
  }

  static void Warm(World& world, const std::string& name) {
    const int target = static_cast<int>(world.dice.Between(0, 12'000));
    world.Call("UpdateStreamWarmThroughput",
               {{"StreamName", name}, {"WarmThroughputMiBps", target}},
               world.reference.UpdateWarmThroughput(name, target));
  }

  static void Commit(World& world) {
    const bool enable = !world.dice.OneIn(3);
    world.Call(
        "UpdateAccountSettings",
        {{"MinimumThroughputBillingCommitment", {{"Status", enable ? "ENABLED" : "DISABLED"}}}},
        world.reference.UpdateCommitment(enable));
  }

  static void Distribute(World& world, const std::string& name) {
    const bool automatic = world.dice.OneIn(2);
    world.Call("UpdateStreamRecordDistributionStrategy",
               {{"StreamARN", Reference::ArnOf(name)},
                {"RecordDistributionStrategy", automatic ? "AUTO" : "USER_PARTITION_KEY"}},
               world.reference.UpdateDistribution(name, automatic));
  }

  static void LimitRecords(World& world, const std::string& name) {
    const int kib = world.dice.OneIn(2) ? 1024 : 1500;
    world.Call("UpdateMaxRecordSize",
               {{"StreamARN", Reference::ArnOf(name)}, {"MaxRecordSizeInKiB", kib}},
               world.reference.UpdateMaxRecordSize(name, kib));
  }

  static void Limit(World& world, const std::string& name) {
    constexpr const char* kLimits[] = {"AWS", "OFF", "DEFAULT"};
    const std::size_t choice = world.dice.Below(3);
    const bool there = world.reference.Find(name) != nullptr;
    world.Call("Runnel.UpdateStreamLimits", {{"StreamName", name}, {"Limits", kLimits[choice]}},
               there ? Expected::kSuccess : Expected::kStreamNotFound);
    std::optional<bool> enforced;
    if (choice < 2) enforced = choice == 0;
    world.reference.UpdateLimits(name, enforced);
  }

  static void Monitor(World& world, const std::string& name) {
    const bool enable = world.dice.OneIn(2);
    unsigned metrics = 0;
    boost::json::array names;
    if (world.dice.OneIn(5)) {
      metrics = kAllMetrics;
      names.push_back("ALL");
    } else {
      for (int i = 0; i < 2; ++i) {
        const std::size_t metric = world.dice.Below(std::size(kMetrics));
        if ((metrics & 1u << metric) != 0) continue;
        metrics |= 1u << metric;
        names.push_back(kMetrics[metric]);
      }
    }
    const ReferenceStream* const stream = world.reference.Find(name);
    const unsigned before = stream == nullptr ? 0 : stream->metrics;
    const Expected expected = world.reference.ChangeMetrics(name, metrics, enable);
    const Answer answer =
        world.Call(enable ? "EnableEnhancedMonitoring" : "DisableEnhancedMonitoring",
                   {{"StreamName", name}, {"ShardLevelMetrics", names}}, expected);
    if (expected != Expected::kSuccess) return;
    const unsigned after = enable ? before | metrics : before & ~metrics;
    world.Check(AreMetrics(answer.json.at("CurrentShardLevelMetrics").as_array(), before) &&
                    AreMetrics(answer.json.at("DesiredShardLevelMetrics").as_array(), after),
                "the metrics before or after are wrong");
  }
};

}  // namespace

std::unique_ptr<Workload> MakeCapacity() { return std::make_unique<Capacity>(); }

}  // namespace runnel::simulation

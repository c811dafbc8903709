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
    if (dice.OneIn(8)) return AddressBadly(world);
    Create(world);
  }

 private:
  static void Create(World& world) {
    Dice& dice = world.dice;
    const std::string name = AnyName(dice);
    Reference::Creation creation;
    if (!dice.OneIn(4)) creation.shard_count = static_cast<int>(dice.Between(1, 9));
    if (dice.OneIn(3)) creation.on_demand = dice.OneIn(2);
    if (dice.OneIn(12)) creation.warm = static_cast<int>(dice.Between(1, 12'000));
    if (dice.OneIn(8)) creation.record_size_kib = 2048;
    creation.auto_distribution = dice.OneIn(10);
    if (dice.OneIn(4)) creation.tags = {{"team", name}};
    boost::json::object input = {{"StreamName", name}};
    if (creation.shard_count) input["ShardCount"] = *creation.shard_count;
    if (creation.on_demand) {
      input["StreamModeDetails"] = {
          {"StreamMode", *creation.on_demand ? "ON_DEMAND" : "PROVISIONED"}};
    }
    if (creation.warm) input["WarmThroughputMiBps"] = *creation.warm;
    if (creation.record_size_kib) input["MaxRecordSizeInKiB"] = *creation.record_size_kib;
    if (creation.auto_distribution) input["RecordDistributionStrategy"] = "AUTO";
    if (!creation.tags.empty()) input["Tags"] = {{"team", name}};
    world.Call("CreateStream", input, world.reference.CreateStream(name, creation));
  }

  static void Delete(World& world) {
    const std::string name = LikelyName(world);
    const bool with_consumers = world.dice.OneIn(2);
    const Expected expected = world.reference.DeleteStream(name, with_consumers);
    world.Call("DeleteStream", {{"StreamName", name}, {"EnforceConsumerDeletion", with_consumers}},
               expected);
  }

  static void Retain(World& world) {
    constexpr int kHours[] = {24, 24, 25, 25, 48, 48, 100, 168, 8760};
    const std::string name = LikelyName(world);
    int hours = world.dice.Pick(kHours);
    if (world.dice.OneIn(20)) hours = world.dice.OneIn(2) ? 23 : 8761;
    const bool increase = world.dice.OneIn(2);
    const Expected expected = world.reference.ChangeRetention(name, hours, increase);
    world.Call(increase ? "IncreaseStreamRetentionPeriod" : "DecreaseStreamRetentionPeriod",
               {{"StreamName", name}, {"RetentionPeriodHours", hours}}, expected);
  }

  // By no name, or by a name and the ARN of another.
  static void AddressBadly(World& world) {
    if (world.dice.OneIn(2)) {
      world.Call("SplitShard", {{"ShardToSplit", "0"}, {"NewStartingHashKey", "5"}},
                 Expected::kAddressMissing);
      return;
    }
    world.Call("MergeShards",
               {{"StreamName", "nobody"},
                {"StreamARN", Reference::ArnOf("somebody")},
                {"ShardToMerge", "0"},
                {"AdjacentShardToMerge", "1"}},
               Expected::kAddressesDiffer);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeStreamChurn() { return std::make_unique<StreamChurn>(); }

}  // namespace runnel::simulation

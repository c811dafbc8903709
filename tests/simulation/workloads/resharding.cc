#include <algorithm>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

class Resharding : public Workload {
 public:
  std::string_view name() const override { return "resharding"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    if (world.dice.OneIn(60)) return ScaleOften(world, name);
    const int shard = LikelyShard(world, name);
    switch (world.dice.Below(5)) {
      case 0:
        return Scale(world, name);
      case 1:
      case 2:
        return Split(world, name, shard);
      default:
        return Merge(world, name, shard);
    }
  }

 private:
  static void Scale(World& world, const std::string& name) {
    const ReferenceStream* const stream = world.reference.Find(name);
    const int open = stream == nullptr ? 1 : std::max(1, stream->OpenShards());
    int target = static_cast<int>(
        world.dice.Between(std::max(1, open / 2 - 1), world.dice.OneIn(2) ? open : 2 * open + 2));
    if (world.dice.OneIn(40)) target = world.dice.OneIn(2) ? 10'001 : 10'000;
    const Expected expected = world.reference.UpdateShardCount(name, target);
    const Answer answer = world.Call(
        "UpdateShardCount",
        {{"StreamName", name}, {"TargetShardCount", target}, {"ScalingType", "UNIFORM_SCALING"}},
        expected);
    if (expected != Expected::kSuccess) return;
    world.Check(answer.json.at("CurrentShardCount").as_int64() == open &&
                    answer.json.at("TargetShardCount").as_int64() == target,
                "the counts of shards were to be " + std::to_string(open) + " and " +
                    std::to_string(target));
  }

  // So often that the quota of a day is used up, where it holds.
  static void ScaleOften(World& world, const std::string& name) {
    for (int i = 0; i < 13; ++i) {
      Scale(world, name);
      world.Advance(kSecond);
    }
  }

  static void Split(World& world, const std::string& name, int index) {
    const HashKey at = DrawKey(world, name, index);
    const Expected expected = world.reference.SplitShard(name, index, at);
    world.Call("SplitShard",
               {{"StreamName", name},
                {"ShardToSplit", SpellShard(world.dice, index)},
                {"NewStartingHashKey", Reference::Decimal(at)}},
               expected);
  }

  // Mostly in the middle, else at the edge of what is allowed or anywhere.
  static HashKey DrawKey(World& world, const std::string& name, int index) {
    const ReferenceStream* const stream = world.reference.Find(name);
    const ReferenceShard* const shard = stream == nullptr ? nullptr : stream->Find(index);
    if (shard == nullptr || world.dice.OneIn(20)) {
      return HashKey{world.dice.Next()} << 64 | world.dice.Next();
    }
    const auto edge = static_cast<HashKey>(world.dice.Below(3));
    switch (world.dice.Below(8)) {
      case 0:
        return shard->first + edge;
      case 1:
        return shard->last - edge;
      default:
        return shard->first + (shard->last - shard->first) / 2 + 1;
    }
  }

  static void Merge(World& world, const std::string& name, int lower) {
    int upper = LikelyShard(world, name);
    const ReferenceStream* const stream = world.reference.Find(name);
    const ReferenceShard* const shard = stream == nullptr ? nullptr : stream->Find(lower);
    if (shard != nullptr && !world.dice.OneIn(6)) {
      for (const ReferenceShard& other : stream->shards) {
        if (other.first == shard->last + 1 && (!other.closed || world.dice.OneIn(4))) {
          upper = other.index;
        }
      }
    }
    const Expected expected = world.reference.MergeShards(name, lower, upper);
    world.Call("MergeShards",
               {{"StreamName", name},
                {"ShardToMerge", SpellShard(world.dice, lower)},
                {"AdjacentShardToMerge", SpellShard(world.dice, upper)}},
               expected);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeResharding() { return std::make_unique<Resharding>(); }

}  // namespace runnel::simulation

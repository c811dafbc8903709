#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

class Resharding : public Workload {
 public:
  std::string_view name() const override { return "resharding"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    const int shard = LikelyShard(world, name);
    if (world.dice.OneIn(2)) return Split(world, name, shard);
    Merge(world, name, shard);
  }

 private:
  static void Split(World& world, const std::string& name, int index) {
    const HashKey at = DrawKey(world, name, index);
    const std::string expected = world.reference.SplitShard(name, index, at);
    world.Call("SplitShard",
               {{"StreamName", name},
                {"ShardToSplit", IdOf(index)},
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
        if (!other.closed && other.first == shard->last + 1) upper = other.index;
      }
    }
    const std::string expected = world.reference.MergeShards(name, lower, upper);
    world.Call("MergeShards",
               {{"StreamName", name},
                {"ShardToMerge", IdOf(lower)},
                {"AdjacentShardToMerge", IdOf(upper)}},
               expected);
  }

  static std::string IdOf(int index) {
    ReferenceShard shard;
    shard.index = index;
    return shard.Id();
  }
};

}  // namespace

std::unique_ptr<Workload> MakeResharding() { return std::make_unique<Resharding>(); }

}  // namespace runnel::simulation

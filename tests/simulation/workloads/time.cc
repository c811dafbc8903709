#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

constexpr Millis kSecond = 1000;
constexpr Millis kHour = 3'600 * kSecond;

class Time : public Workload {
 public:
  std::string_view name() const override { return "time"; }

  void Step(World& world) override {
    switch (world.dice.Below(4)) {
      case 0:
        return ListShards(world);
      case 1:
        return Describe(world);
      default:
        return world.Advance(Draw(world.dice));
    }
  }

 private:
  static Millis Draw(Dice& dice) {
    if (dice.OneIn(60)) return dice.Between(0, 30 * kHour);
    if (dice.OneIn(20)) return dice.Between(0, kHour);
    if (dice.OneIn(8)) return dice.Between(0, 400 * kSecond);
    return dice.Between(0, 2 * kSecond);
  }

  static void ListShards(World& world) {
    const std::string name = LikelyName(world);
    const ReferenceStream* const stream = world.reference.Find(name);
    const Answer answer = world.Call("ListShards", {{"StreamName", name}},
                                     stream == nullptr ? "ResourceNotFoundException" : "");
    if (stream == nullptr) return;
    const boost::json::array& got = answer.json.at("Shards").as_array();
    std::size_t count = 0;
    for (const ReferenceShard& shard : stream->shards) {
      if (stream->Expired(shard)) continue;
      world.Check(count < got.size(), shard.Id() + " is missing");
      CheckShard(world, shard, got[count++].as_object());
    }
    world.Check(count == got.size(), "there are shards too many");
  }

  static void CheckShard(const World& world, const ReferenceShard& shard,
                         const boost::json::object& got) {
    const auto parent_is = [&got](const char* member, int index) {
      const auto* const parent = got.if_contains(member);
      ReferenceShard id;
      id.index = index;
      return index < 0 ? parent == nullptr : parent != nullptr && parent->as_string() == id.Id();
    };
    const auto& range = got.at("HashKeyRange");
    const auto& numbers = got.at("SequenceNumberRange").as_object();
    world.Check(got.at("ShardId").as_string() == shard.Id() &&
                    range.at("StartingHashKey").as_string() == Reference::Decimal(shard.first) &&
                    range.at("EndingHashKey").as_string() == Reference::Decimal(shard.last) &&
                    parent_is("ParentShardId", shard.parent) &&
                    parent_is("AdjacentParentShardId", shard.adjacent_parent) &&
                    numbers.contains("EndingSequenceNumber") == shard.closed.has_value(),
                shard.Id() + " is not as it was to be");
  }

  static void Describe(World& world) {
    const std::string name = LikelyName(world);
    const ReferenceStream* const stream = world.reference.Find(name);
    const Answer answer = world.Call("DescribeStreamSummary", {{"StreamName", name}},
                                     stream == nullptr ? "ResourceNotFoundException" : "");
    if (stream == nullptr) return;
    constexpr const char* kStatus[] = {"CREATING", "ACTIVE", "UPDATING", "DELETING"};
    const auto& got = answer.json.at("StreamDescriptionSummary");
    world.Check(got.at("StreamStatus").as_string() == kStatus[static_cast<int>(stream->status)],
                std::string("the stream was to be ") + kStatus[static_cast<int>(stream->status)]);
    world.Check(got.at("RetentionPeriodHours").as_int64() == stream->retention_hours,
                "the retention was to be " + std::to_string(stream->retention_hours));
    world.Check(got.at("OpenShardCount").as_int64() == stream->OpenShards(),
                std::to_string(stream->OpenShards()) + " shards were to be open");
  }
};

}  // namespace

std::unique_ptr<Workload> MakeTime() { return std::make_unique<Time>(); }

}  // namespace runnel::simulation

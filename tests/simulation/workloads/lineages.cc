#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

// Reads a stream from the shards that have no parent any more to those that are open, by what the
// answers say alone: each record that is kept comes once, in the order of its shard, a child after
// its parents.
class Lineages : public Workload {
 public:
  std::string_view name() const override { return "lineages"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (stream == nullptr || stream->shards.empty() || !IsReadable(world, name)) return;
    Walk walk{name, {}, {}, {}};
    FindRoots(world, walk);
    while (!walk.next.empty()) {
      const std::string shard = walk.next.back();
      walk.next.pop_back();
      ReadShard(world, walk, shard);
    }
    Compare(world, *stream, walk);
  }

 private:
  struct Walk {
    std::string stream;
    std::set<std::string> listed;
    std::vector<std::string> next;
    std::map<std::string, std::vector<std::string>> numbers;  // by shard that was read
  };

  // Nothing is in the way of a reader: no limit, fault rule or key.
  static bool IsReadable(World& world, const std::string& name) {
    const ReferenceStream& stream = *world.reference.Find(name);
    const auto& keys = world.reference.key_states();
    const auto& faults = world.reference.faults();
    return !world.reference.LimitsHold(stream) &&
           std::none_of(stream.keys.begin(), stream.keys.end(),
                        [&](const auto& key) { return keys.contains(key.second); }) &&
           std::none_of(faults.begin(), faults.end(),
                        [&](const ReferenceFault& fault) { return fault.stream == name; });
  }

  static void FindRoots(World& world, Walk& walk) {
    boost::json::array shards;
    object input = {{"StreamName", walk.stream}, {"MaxResults", 1 + world.dice.Below(20)}};
    for (bool more = true; more;) {
      const Answer page = world.Call("ListShards", input, Expected::kSuccess);
      for (const auto& shard : page.json.at("Shards").as_array()) shards.push_back(shard);
      const auto* const token = page.json.as_object().if_contains("NextToken");
      more = token != nullptr;
      if (more) input = {{"NextToken", *token}};
    }
    for (const auto& shard : shards) walk.listed.insert(shard.at("ShardId").as_string().c_str());
    for (const auto& shard : shards) {
      const auto is_left = [&](const char* member) {
        const auto* const parent = shard.as_object().if_contains(member);
        return parent != nullptr && walk.listed.contains(parent->as_string().c_str());
      };
      if (is_left("ParentShardId") || is_left("AdjacentParentShardId")) continue;
      walk.next.emplace_back(shard.at("ShardId").as_string().c_str());
    }
  }

  static void ReadShard(World& world, Walk& walk, const std::string& shard) {
    world.Check(!walk.numbers.contains(shard), shard + " is told of twice");
    auto& numbers = walk.numbers[shard];
    const Answer begin = world.Call(
        "GetShardIterator",
        {{"StreamName", walk.stream}, {"ShardId", shard}, {"ShardIteratorType", "TRIM_HORIZON"}},
        Expected::kSuccess);
    std::string iterator = begin.json.at("ShardIterator").as_string().c_str();
    for (bool more = true; more;) {
      const Answer read = world.Call(
          "GetRecords", {{"ShardIterator", iterator}, {"Limit", world.dice.OneIn(2) ? 10'000 : 7}},
          Expected::kSuccess);
      const object& got = read.json.as_object();
      const auto& records = got.at("Records").as_array();
      for (const auto& record : records) {
        numbers.emplace_back(record.at("SequenceNumber").as_string().c_str());
      }
      const auto* const next = got.if_contains("NextShardIterator");
      if (next == nullptr) return GoOn(walk, got.at("ChildShards").as_array());
      iterator = next->as_string().c_str();
      more = got.at("MillisBehindLatest").as_int64() != 0 || !records.empty();
    }
  }

  // A child is read when all of its parents that are left have been.
  static void GoOn(Walk& walk, const boost::json::array& children) {
    for (const auto& child : children) {
      const std::string id = child.at("ShardId").as_string().c_str();
      bool ready = true;
      for (const auto& parent : child.at("ParentShards").as_array()) {
        const std::string parent_id = parent.as_string().c_str();
        ready = ready && (walk.numbers.contains(parent_id) || !walk.listed.contains(parent_id));
      }
      if (ready) walk.next.push_back(id);
    }
  }

  static void Compare(const World& world, const ReferenceStream& stream, const Walk& walk) {
    for (const ReferenceShard& shard : stream.shards) {
      if (stream.Expired(shard)) continue;
      const auto read = walk.numbers.find(shard.Id());
      world.Check(read != walk.numbers.end(), "nobody tells of " + shard.Id());
      std::vector<std::string> kept;
      for (std::size_t i = stream.FirstKept(shard); i < shard.records.size(); ++i) {
        kept.push_back(shard.records[i].sequence_number);
      }
      world.Check(read->second == kept,
                  shard.Id() + " does not give what it keeps, once, in order");
    }
  }
};

}  // namespace

std::unique_ptr<Workload> MakeLineages() { return std::make_unique<Lineages>(); }

}  // namespace runnel::simulation

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

// Of equal length or not: as numbers.
bool Less(const std::string& left, const std::string& right) {
  return left.size() != right.size() ? left.size() < right.size() : left < right;
}

class Producer : public Workload {
 public:
  std::string_view name() const override { return "producer"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    const std::string expected = world.reference.UseRecords(name);
    if (world.dice.OneIn(3)) return PutMany(world, name, expected);
    const Draft draft = Draw(world.dice);
    boost::json::object input = draft.json;
    input["StreamName"] = name;
    const Answer answer = world.Call("PutRecord", input, expected);
    if (expected.empty()) Acknowledge(world, name, draft, answer.json);
  }

 private:
  struct Draft {
    boost::json::object json;
    HashKey hash_key = 0;
  };

  static Draft Draw(Dice& dice) {
    Draft draft;
    const std::string key = "key-" + std::to_string(dice.Below(1000));
    draft.json["PartitionKey"] = key;
    draft.json["Data"] = DrawData(dice);
    draft.hash_key = Reference::HashOf(key);
    if (dice.OneIn(4)) {
      draft.hash_key = HashKey{dice.Next()} << 64 | dice.Next();
      if (dice.OneIn(10)) draft.hash_key = dice.OneIn(2) ? 0 : ~HashKey{0};
      draft.json["ExplicitHashKey"] = Reference::Decimal(draft.hash_key);
    }
    return draft;
  }

  // Base64 without padding, so that there is one way to write it.
  static std::string DrawData(Dice& dice) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string data(dice.Below(dice.OneIn(50) ? 500 : 8) * 4, 'A');
    for (char& letter : data) letter = kLetters[dice.Below(kLetters.size())];
    return data;
  }

  static void PutMany(World& world, const std::string& name, const std::string& expected) {
    std::vector<Draft> drafts(1 + world.dice.Below(world.dice.OneIn(20) ? 100 : 8));
    boost::json::array records;
    for (Draft& draft : drafts) {
      draft = Draw(world.dice);
      records.push_back(draft.json);
    }
    const Answer answer =
        world.Call("PutRecords", {{"StreamName", name}, {"Records", records}}, expected);
    if (!expected.empty()) return;
    world.Check(answer.json.at("FailedRecordCount").as_int64() == 0, "a record failed");
    const auto& results = answer.json.at("Records").as_array();
    world.Check(results.size() == drafts.size(), "there are not as many results as records");
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      Acknowledge(world, name, drafts[i], results[i]);
    }
  }

  static void Acknowledge(World& world, const std::string& name, const Draft& draft,
                          const boost::json::value& result) {
    ReferenceStream& stream = *world.reference.Find(name);
    ReferenceShard& shard = stream.Route(draft.hash_key);
    world.Check(result.at("ShardId").as_string() == shard.Id(),
                "the record was to go to " + shard.Id());
    ReferenceRecord record;
    record.partition_key = draft.json.at("PartitionKey").as_string().c_str();
    record.data = draft.json.at("Data").as_string().c_str();
    record.sequence_number = result.at("SequenceNumber").as_string().c_str();
    record.arrival = world.reference.now();
    CheckRises(world, stream, shard, record.sequence_number);
    shard.records.push_back(std::move(record));
  }

  // Within a shard, and from parents to children.
  static void CheckRises(const World& world, const ReferenceStream& stream,
                         const ReferenceShard& shard, const std::string& number) {
    const auto rises = [&](const ReferenceShard& before) {
      return before.records.empty() || Less(before.records.back().sequence_number, number);
    };
    world.Check(rises(shard), "the sequence number does not rise within the shard");
    for (const int parent : {shard.parent, shard.adjacent_parent}) {
      if (parent < 0) continue;
      world.Check(rises(stream.shards[static_cast<std::size_t>(parent)]),
                  "the sequence number does not rise from the parent");
    }
  }
};

}  // namespace

std::unique_ptr<Workload> MakeProducer() { return std::make_unique<Producer>(); }

}  // namespace runnel::simulation

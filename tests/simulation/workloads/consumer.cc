#include <boost/json/object.hpp>
#include <cmath>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

constexpr Millis kIteratorLifetime = 300'000;
constexpr std::size_t kIteratorsKept = 20;

// A shard iterator, and what it stands for.
struct Iterator {
  std::string text;
  Millis created = 0;
  std::string stream;
  std::uint64_t incarnation = 0;
  int shard = 0;
  std::size_t position = 0;  // into all records that the shard ever had
};

class Consumer : public Workload {
 public:
  std::string_view name() const override { return "consumer"; }

  void Step(World& world) override {
    if (!kept_.empty() && world.dice.OneIn(3)) {
      Iterator old = world.dice.Pick(kept_);
      Read(world, old);
      return;
    }
    const std::string stream = LikelyName(world);
    const int shard = LikelyShard(world, stream);
    auto iterator = Begin(world, stream, shard);
    if (!iterator) return;
    if (world.dice.OneIn(2)) Keep(world, *iterator);
    while (Read(world, *iterator) && !world.dice.OneIn(4)) {
    }
  }

 private:
  static std::optional<Iterator> Begin(World& world, const std::string& name, int index) {
    ReferenceShard id;
    id.index = index;
    boost::json::object input = {{"StreamName", name}, {"ShardId", id.Id()}};
    const std::string expected = world.reference.UseShard(name, index);
    Iterator iterator;
    iterator.stream = name;
    iterator.shard = index;
    iterator.created = world.reference.now();
    if (expected.empty()) {
      const ReferenceStream& stream = *world.reference.Find(name);
      iterator.incarnation = stream.incarnation;
      iterator.position = Choose(world, stream, *stream.Find(index), input);
    } else {
      input["ShardIteratorType"] = "LATEST";
    }
    const Answer answer = world.Call("GetShardIterator", input, expected);
    if (!expected.empty()) return std::nullopt;
    iterator.text = answer.json.at("ShardIterator").as_string().c_str();
    return iterator;
  }

  // The position that a type of iterator, put into `input`, stands for.
  static std::size_t Choose(World& world, const ReferenceStream& stream,
                            const ReferenceShard& shard, boost::json::object& input) {
    const std::size_t kept = stream.FirstKept(shard);
    const std::size_t end = shard.records.size();
    const std::size_t kinds = end == 0 ? 2 : 5;
    switch (world.dice.Below(kinds)) {
      case 0:
        input["ShardIteratorType"] = "TRIM_HORIZON";
        return kept;
      case 1:
        input["ShardIteratorType"] = "LATEST";
        return end;
      case 2: {
        input["ShardIteratorType"] = "AT_TIMESTAMP";
        const Millis oldest = shard.records.front().arrival;
        const Millis at = world.dice.Between(oldest - 10, world.reference.now());
        input["Timestamp"] = static_cast<double>(at) / 1000;
        std::size_t position = kept;
        while (position < end && shard.records[position].arrival < at) ++position;
        return position;
      }
      default: {
        const bool after = world.dice.OneIn(2);
        const std::size_t position = world.dice.Below(end);
        input["ShardIteratorType"] = after ? "AFTER_SEQUENCE_NUMBER" : "AT_SEQUENCE_NUMBER";
        input["StartingSequenceNumber"] = shard.records[position].sequence_number;
        return after ? position + 1 : position;
      }
    }
  }

  // Reads once, and moves it on. False: there is nothing more to read, now or ever.
  static bool Read(World& world, Iterator& iterator) {
    const std::string expected = Expect(world, iterator);
    boost::json::object input = {{"ShardIterator", iterator.text}};
    std::size_t limit = 10'000;
    if (world.dice.OneIn(3)) input["Limit"] = limit = 1 + world.dice.Below(5);
    const Answer answer = world.Call("GetRecords", input, expected);
    if (!expected.empty()) return false;
    const ReferenceStream& stream = *world.reference.Find(iterator.stream);
    const ReferenceShard& shard = *stream.Find(iterator.shard);
    const std::size_t from = std::max(iterator.position, stream.FirstKept(shard));
    const std::size_t through = std::min(from + limit, shard.records.size());
    CheckRecords(world, shard, from, through, answer.json.at("Records").as_array());
    CheckLag(world, shard, from, through, answer.json.at("MillisBehindLatest").as_int64());
    const auto* const next = answer.json.as_object().if_contains("NextShardIterator");
    const bool ends = shard.closed && through == shard.records.size();
    world.Check(ends == (next == nullptr || next->is_null()),
                ends ? "the end of the shard was to be told" : "the shard has not ended");
    CheckChildren(world, shard, ends, answer.json.as_object());
    if (ends) return false;
    iterator.text = next->as_string().c_str();
    iterator.created = world.reference.now();
    iterator.position = through;
    return through < shard.records.size();
  }

  static std::string Expect(const World& world, const Iterator& iterator) {
    if (world.reference.now() - iterator.created > kIteratorLifetime) {
      return "ExpiredIteratorException";
    }
    const ReferenceStream* const stream = world.reference.Find(iterator.stream);
    const bool there = stream != nullptr && stream->incarnation == iterator.incarnation &&
                       stream->Find(iterator.shard) != nullptr;
    return there ? "" : "ResourceNotFoundException";
  }

  static void CheckRecords(const World& world, const ReferenceShard& shard, std::size_t from,
                           std::size_t through, const boost::json::array& got) {
    world.Check(got.size() == through - from,
                std::to_string(through - from) + " records were to come");
    for (std::size_t i = 0; i < got.size(); ++i) {
      const ReferenceRecord& record = shard.records[from + i];
      const double seconds = got[i].at("ApproximateArrivalTimestamp").to_number<double>();
      world.Check(got[i].at("SequenceNumber").as_string() == record.sequence_number &&
                      got[i].at("PartitionKey").as_string() == record.partition_key &&
                      got[i].at("Data").as_string() == record.data &&
                      std::llround(seconds * 1000) == record.arrival,
                  "record " + std::to_string(i) + " was to be " + record.sequence_number);
    }
  }

  static void CheckLag(const World& world, const ReferenceShard& shard, std::size_t from,
                       std::size_t through, Millis got) {
    const bool more = through > from && through < shard.records.size();
    const Millis lag = more ? world.reference.now() - shard.records[through - 1].arrival : 0;
    world.Check(got == lag, "MillisBehindLatest was to be " + std::to_string(lag));
  }

  static void CheckChildren(const World& world, const ReferenceShard& shard, bool ends,
                            const boost::json::object& answer) {
    const auto* const children = answer.if_contains("ChildShards");
    world.Check(ends == (children != nullptr), "ChildShards belong to the end of a shard");
    if (!ends) return;
    const boost::json::array& got = children->as_array();
    world.Check(got.size() == shard.children.size(), "not all children are there");
    for (std::size_t i = 0; i < got.size(); ++i) {
      ReferenceShard child;
      child.index = shard.children[i];
      world.Check(got[i].at("ShardId").as_string() == child.Id(), "a child is missing");
    }
  }

  void Keep(const World& world, const Iterator& iterator) {
    // What is lost with a crash could be taken for something that came later.
    if (!world.writes()) return;
    if (kept_.size() == kIteratorsKept) kept_.erase(kept_.begin());
    kept_.push_back(iterator);
  }

  std::vector<Iterator> kept_;
};

}  // namespace

std::unique_ptr<Workload> MakeConsumer() { return std::make_unique<Consumer>(); }

}  // namespace runnel::simulation

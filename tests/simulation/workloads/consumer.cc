#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/kept.h"
#include "tests/simulation/workloads/names.h"
#include "tests/simulation/workloads/positions.h"
#include "tests/simulation/workloads/record_checks.h"

namespace runnel::simulation {
namespace {

constexpr Millis kIteratorLifetime = 300'000;
constexpr std::size_t kIteratorsKept = 20;
constexpr std::size_t kBytesMost = std::size_t{10} * 1024 * 1024;

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
      Iterator old = kept_.Pick(world.dice);
      Read(world, old);
      return;
    }
    if (world.dice.OneIn(100)) {
      world.Call("GetRecords", {{"ShardIterator", "AAAAAAAAAAG="}}, Expected::kIteratorInvalid);
      return;
    }
    if (world.dice.OneIn(100)) return AskForNoShard(world);
    if (world.dice.OneIn(60)) return ReadOften(world);
    if (world.dice.OneIn(20) && ReadMuch(world)) return;
    const std::string stream = LikelyName(world);
    const int shard = LikelyShard(world, stream);
    auto iterator = Begin(world, stream, shard);
    if (!iterator) return;
    if (world.dice.OneIn(2)) Keep(world, *iterator);
    while (Read(world, *iterator) && !world.dice.OneIn(4)) {
    }
  }

 private:
  // What is no shard id is refused whether the stream is there or not.
  static void AskForNoShard(World& world) {
    constexpr const char* kNoIds[] = {"ABC", "2.14E4", "2147483648", "shardId--5", "shardId-"};
    world.Call("GetShardIterator",
               {{"StreamName", AnyName(world.dice)},
                {"ShardId", world.dice.Pick(kNoIds)},
                {"ShardIteratorType", "LATEST"}},
               Expected::kShardNotFound);
  }

  static void Enforce(World& world, const std::string& name) {
    world.Call("Runnel.UpdateStreamLimits", {{"StreamName", name}, {"Limits", "AWS"}},
               Expected::kSuccess);
    world.reference.UpdateLimits(name, true);
  }

  // As many calls as a shard answers in a second, and more, at and just before the moment at which
  // it answers again.
  static void ReadOften(World& world) {
    constexpr int kCalls = 6;
    constexpr Millis kBetween = 200;
    const std::string name = LikelyName(world);
    const int shard = LikelyShard(world, name);
    if (world.reference.Find(name) == nullptr) return;
    Enforce(world, name);
    world.Advance(kSecond);
    std::optional<Iterator> iterator;
    for (int i = 0; i < kCalls + 1; ++i) {
      if (i == kCalls) world.Advance(kBetween - (world.dice.OneIn(2) ? 1 : 0));
      auto begun = Begin(world, name, shard);
      if (begun) iterator = begun;
    }
    if (!iterator) return;
    for (int i = 0; i < kCalls + 1; ++i) {
      if (i == kCalls) world.Advance(kBetween - (world.dice.OneIn(2) ? 1 : 0));
      Read(world, *iterator);
    }
  }

  // The most that an answer holds, and then again at or just before the moment at which the shard
  // has made up for it. False: no shard has so much.
  static bool ReadMuch(World& world) {
    for (const auto& [name, stream] : world.reference.streams()) {
      for (const ReferenceShard& shard : stream.shards) {
        std::size_t bytes = 0;
        const std::size_t kept = stream.FirstKept(shard);
        for (std::size_t i = kept; i < shard.records.size(); ++i) bytes += shard.records[i].Bytes();
        const bool much = bytes >= kBytesMost || shard.records.size() - kept > 10'000;
        if (stream.Expired(shard) || !much) continue;
        ReadMuch(world, std::string(name), shard.index);
        return true;
      }
    }
    return false;
  }

  static void ReadMuch(World& world, const std::string& name, int shard) {
    Enforce(world, name);
    world.Advance(10 * kSecond);
    auto iterator = Begin(world, name, shard, true);
    if (!iterator) return;
    Iterator again = *iterator;
    Read(world, *iterator);
    world.Advance(5 * kSecond - (world.dice.OneIn(2) ? 1 : 0));
    Read(world, again);
  }

  static std::optional<Iterator> Begin(World& world, const std::string& name, int index,
                                       bool from_start = false) {
    boost::json::object input = {{"StreamName", name}, {"ShardId", SpellShard(world.dice, index)}};
    Expected expected = world.reference.UseShard(name, index);
    Iterator iterator;
    iterator.stream = name;
    iterator.shard = index;
    iterator.created = world.reference.now();
    if (expected == Expected::kSuccess) {
      const ReferenceStream& stream = *world.reference.Find(name);
      iterator.incarnation = stream.incarnation;
      const StartingPosition start = from_start ? StartOf(stream, *stream.Find(index))
                                                : DrawPosition(world, stream, *stream.Find(index));
      start.AddTo(input, "ShardIteratorType", "StartingSequenceNumber");
      iterator.position = start.position;
      expected = start.expected;
      if (expected == Expected::kSuccess) expected = world.reference.SpendIterator(name, index);
    } else {
      input["ShardIteratorType"] = "LATEST";
    }
    const Answer answer = world.Call("GetShardIterator", input, expected);
    if (expected != Expected::kSuccess) return std::nullopt;
    iterator.text = answer.json.at("ShardIterator").as_string().c_str();
    return iterator;
  }

  // Which records a call gives: up to 10 MiB of them.
  static std::size_t Through(const ReferenceShard& shard, std::size_t from, std::size_t limit) {
    std::size_t through = from;
    for (std::size_t bytes = 0; through < shard.records.size() && through < from + limit;
         ++through) {
      bytes += shard.records[through].Bytes();
      if (bytes > kBytesMost && through > from) break;
    }
    return through;
  }

  // Reads once, and moves it on. False: there is nothing more to read, now or ever.
  static bool Read(World& world, Iterator& iterator) {
    boost::json::object input = {{"ShardIterator", iterator.text}};
    std::size_t limit = 10'000;
    if (world.dice.OneIn(3)) input["Limit"] = limit = 1 + world.dice.Below(5);
    const bool dry = world.dice.OneIn(60);
    if (dry) input["DryRun"] = true;
    const Expected expected = Expect(world, iterator, limit, dry);
    const Answer answer = world.Call("GetRecords", input, expected);
    if (expected != Expected::kSuccess) return false;
    ReferenceStream& stream = *world.reference.Find(iterator.stream);
    ReferenceShard& shard = *stream.Find(iterator.shard);
    const std::size_t from = std::max(iterator.position, stream.FirstKept(shard));
    const std::size_t through = Through(shard, from, limit);
    std::size_t bytes = 0;
    for (std::size_t i = from; i < through; ++i) bytes += shard.records[i].Bytes();
    world.reference.SpendRead(stream, shard, bytes);
    const boost::json::object& got = answer.json.as_object();
    CheckRecords(world, shard, from, through, got);
    const auto* const next = got.if_contains("NextShardIterator");
    const bool ends = shard.closed && through == shard.records.size();
    world.Check(ends == (next == nullptr || next->is_null()),
                ends ? "the end of the shard was to be told" : "the shard has not ended");
    CheckChildren(world, stream, shard, ends, got);
    if (ends) return false;
    iterator.text = next->as_string().c_str();
    iterator.created = world.reference.now();
    iterator.position = through;
    return through < shard.records.size();
  }

  static Expected Expect(World& world, const Iterator& iterator, std::size_t limit, bool dry) {
    Reference& reference = world.reference;
    if (reference.now() - iterator.created > kIteratorLifetime) return Expected::kIteratorExpired;
    const ReferenceStream* const stream = reference.Find(iterator.stream);
    const ReferenceShard* const shard =
        stream == nullptr || stream->incarnation != iterator.incarnation
            ? nullptr
            : stream->Find(iterator.shard);
    if (shard == nullptr) return Expected::kNoSuchShard;
    if (!dry && !reference.MayRead(*stream, *shard)) return Expected::kShardRateExceeded;
    const std::size_t from = std::max(iterator.position, stream->FirstKept(*shard));
    const Expected may = reference.MayDecrypt(*stream, *shard, from, Through(*shard, from, limit));
    if (may != Expected::kSuccess) return may;
    const Expected struck = reference.Strike("GetRecords", iterator.stream);
    return dry && struck == Expected::kSuccess ? Expected::kDryRun : struck;
  }

  void Keep(const World& world, const Iterator& iterator) {
    // What is lost with a crash could be taken for something that came later.
    if (!world.writes()) return;
    kept_.Add(iterator);
  }

  Kept<Iterator, kIteratorsKept> kept_;
};

}  // namespace

std::unique_ptr<Workload> MakeConsumer() { return std::make_unique<Consumer>(); }

}  // namespace runnel::simulation

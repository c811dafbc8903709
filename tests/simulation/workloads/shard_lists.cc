#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/kept.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

// A list that goes on later.
struct Token {
  std::string text;
  Millis created = 0;
  std::string stream;
  std::uint64_t incarnation = 0;
  std::string type;
  Millis time = 0;
  int after = -1;
};

class ShardLists : public Workload {
 public:
  std::string_view name() const override { return "shard-lists"; }

  void Step(World& world) override {
    if (world.dice.OneIn(12)) return AskBadly(world);
    if (!kept_.empty() && world.dice.OneIn(3)) return Continue(world, kept_.Pick(world.dice));
    if (!world.calm && world.dice.OneIn(25)) return Outlive(world);
    Token list;
    list.stream = LikelyName(world);
    object input = {{"StreamName", list.stream}};
    DrawFilter(world, list, input);
    Start(world, list, input);
  }

 private:
  void Start(World& world, Token list, object input) {
    Expected expected = world.reference.Count("ListShards", list.stream);
    const ReferenceStream* const stream = world.reference.Find(list.stream);
    if (expected == Expected::kSuccess && stream == nullptr) expected = Expected::kStreamNotFound;
    if (expected == Expected::kSuccess && world.dice.OneIn(20)) {
      input["StreamCreationTimestamp"] = 1'700'000'000;
      expected = Expected::kOtherCreationTime;
    }
    if (expected == Expected::kSuccess) {
      list.incarnation = stream->incarnation;
      expected = world.reference.Strike("ListShards", list.stream);
    }
    List(world, list, input, expected);
  }

  // Shards expire, and then records are kept for longer: the trim horizon is before the oldest
  // shards that are left.
  void Outlive(World& world) {
    constexpr int kHours = 168;
    Token list;
    list.stream = LikelyName(world);
    list.type = "AT_TRIM_HORIZON";
    const ReferenceStream* const stream = world.reference.Find(list.stream);
    if (stream == nullptr || stream->retention_hours >= kHours) return;
    std::optional<Millis> end;
    for (const ReferenceShard& shard : stream->shards) {
      if (!shard.closed || stream->Expired(shard)) continue;
      end = std::min(end.value_or(*shard.closed), *shard.closed);
    }
    if (!end) return;
    const Millis expiry = *end + stream->retention_hours * kHour + 1;
    world.Advance(std::max<Millis>(expiry - world.reference.now(), 0));
    const Expected expected = world.reference.ChangeRetention(list.stream, kHours, true);
    world.Call("IncreaseStreamRetentionPeriod",
               {{"StreamName", list.stream}, {"RetentionPeriodHours", kHours}}, expected);
    world.Advance(world.reference.settings().update_delay);
    Start(world, list, {{"StreamName", list.stream}, {"ShardFilter", {{"Type", list.type}}}});
  }

  static void DrawFilter(World& world, Token& list, object& input) {
    constexpr const char* kPlain[] = {"AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST"};
    constexpr const char* kTimed[] = {"AT_TIMESTAMP", "FROM_TIMESTAMP"};
    switch (world.dice.Below(5)) {
      case 0:
        list.type = world.dice.Pick(kPlain);
        input["ShardFilter"] = {{"Type", list.type}};
        return;
      case 1:
        list.type = world.dice.Pick(kTimed);
        list.time = world.reference.now() - world.dice.Between(0, 40 * kHour);
        input["ShardFilter"] = {{"Type", list.type},
                                {"Timestamp", static_cast<double>(list.time) / 1000}};
        return;
      case 2:
        list.after = LikelyShard(world, list.stream);
        input["ShardFilter"] = {{"Type", "AFTER_SHARD_ID"},
                                {"ShardId", ReferenceShard::IdOf(list.after)}};
        return;
      case 3:
        list.after = LikelyShard(world, list.stream);
        input["ExclusiveStartShardId"] = ReferenceShard::IdOf(list.after);
        return;
      default:
        return;
    }
  }

  void Continue(World& world, const Token& token) {
    const ReferenceStream* const stream = world.reference.Find(token.stream);
    const bool there = stream != nullptr && stream->incarnation == token.incarnation;
    Expected expected = Expected::kSuccess;
    if (world.reference.now() - token.created > kTokenLifetime) {
      expected = Expected::kTokenExpired;
    } else if (!there) {
      expected = Expected::kStreamNotFound;
    } else {
      // AWS counts by stream, which a token does not name in the clear; and so faults.
      expected = world.reference.Strike("ListShards", token.stream);
    }
    List(world, token, {{"NextToken", token.text}}, expected);
  }

  void List(World& world, Token list, object input, Expected expected) {
    std::size_t limit = 1000;
    if (world.dice.OneIn(2)) input["MaxResults"] = limit = 1 + world.dice.Below(6);
    const Answer answer = world.Call("ListShards", input, expected);
    if (expected != Expected::kSuccess) return;
    const ReferenceStream& stream = *world.reference.Find(list.stream);
    const boost::json::array& got = answer.json.at("Shards").as_array();
    std::vector<const ReferenceShard*> shards;
    for (const ReferenceShard& shard : stream.shards) {
      const bool there = shard.index > list.after && !stream.Expired(shard);
      if (there && Matches(stream, list, shard)) shards.push_back(&shard);
    }
    world.Check(got.size() == std::min(limit, shards.size()),
                std::to_string(std::min(limit, shards.size())) + " shards were to be listed");
    for (std::size_t i = 0; i < got.size(); ++i) CheckShard(world, *shards[i], got[i].as_object());
    const auto* const next = answer.json.as_object().if_contains("NextToken");
    world.Check((next != nullptr) == (shards.size() > limit), "NextToken is there wrongly");
    if (next == nullptr || !world.writes()) return;
    list.text = next->as_string().c_str();
    list.created = world.reference.now();
    list.after = shards[limit - 1]->index;
    kept_.Add(std::move(list));
  }

  // kinesis-api 6.6.
  static bool Matches(const ReferenceStream& stream, const Token& list,
                      const ReferenceShard& shard) {
    const auto oldest = std::find_if(stream.shards.begin(), stream.shards.end(),
                                     [&stream](const auto& left) { return !stream.Expired(left); });
    const Millis horizon = std::max(stream.horizon, oldest->opened);
    const auto open_at = [&](Millis time) {
      const bool follows = stream.Find(shard.parent) != nullptr;
      const bool began = follows ? shard.opened < time : shard.opened <= time;
      return began && (!shard.closed || *shard.closed >= time);
    };
    const Millis time = std::max(list.time, horizon);
    if (list.type == "AT_LATEST") return !shard.closed;
    if (list.type == "AT_TRIM_HORIZON") return open_at(horizon);
    if (list.type == "AT_TIMESTAMP") return open_at(time);
    if (list.type == "FROM_TIMESTAMP") return !shard.closed || *shard.closed >= time;
    return true;
  }

  static void CheckShard(const World& world, const ReferenceShard& shard, const object& got) {
    const auto parent_is = [&got](const char* member, int index) {
      const auto* const parent = got.if_contains(member);
      return index < 0 ? parent == nullptr
                       : parent != nullptr && parent->as_string() == ReferenceShard::IdOf(index);
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

  void AskBadly(World& world) {
    const std::string name = AnyName(world.dice);
    // Its rate is asked about first, where it names a stream.
    const Expected counted = world.reference.Count("ListShards", name);
    const auto first = [counted](Expected expected) {
      return counted == Expected::kSuccess ? expected : counted;
    };
    switch (world.dice.Below(6)) {
      case 0:
        world.Call("ListShards", object(), Expected::kTokenOrStreamMissing);
        return;
      case 1:
        world.Call("ListShards", {{"StreamName", name}, {"NextToken", "x"}},
                   first(Expected::kTokenWithStream));
        return;
      case 2:
        world.Call("ListShards",
                   {{"NextToken", "x"}, {"ExclusiveStartShardId", ReferenceShard::IdOf(0)}},
                   Expected::kTokenWithStart);
        return;
      case 3:
        world.Call("ListShards", {{"NextToken", "x"}, {"StreamCreationTimestamp", 1'700'000'000}},
                   Expected::kTokenWithCreation);
        return;
      case 4:
        world.Call("ListShards", {{"NextToken", "AAAA"}}, Expected::kTokenInvalid);
        return;
      default:
        break;
    }
    const bool needs = world.dice.OneIn(2);
    constexpr const char* kNeedy[] = {"AT_TIMESTAMP", "FROM_TIMESTAMP", "AFTER_SHARD_ID"};
    object filter = {{"Type", needs ? world.dice.Pick(kNeedy) : "AT_LATEST"}};
    if (!needs) filter["Timestamp"] = 1'700'000'000;
    world.Call("ListShards", {{"StreamName", name}, {"ShardFilter", filter}},
               first(needs ? Expected::kFilterNeeds : Expected::kFilterRefuses));
  }

  Kept<Token, kTokensKept> kept_;
};

}  // namespace

std::unique_ptr<Workload> MakeShardLists() { return std::make_unique<ShardLists>(); }

}  // namespace runnel::simulation

#include "core/engine/reshard.h"

#include <algorithm>
#include <set>

#include "core/base/check.h"

namespace runnel {
namespace {

// What planning needs to know of an open shard; some are only planned themselves.
struct Planned {
  ShardId id;
  HashKeyRange range;
  std::int64_t created_seconds = 0;
};

Planned PlannedOf(const Shard& shard) { return {shard.id, shard.range, shard.created_seconds}; }

std::vector<Planned> OpenShardsOf(const Stream& stream) {
  std::vector<Planned> open;
  open.reserve(stream.open_shards.size());
  for (const OpenShard& shard : stream.open_shards) open.push_back(PlannedOf(*shard.shard));
  return open;
}

// A replacement under construction: numbers its new shards and dates both sides.
class Replacement {
 public:
  Replacement(StreamUid uid, std::size_t next_shard, Timestamp at)
      : next_shard_(next_shard), closing_seconds_(at.seconds()) {
    result_.uid = uid;
    result_.at = at;
  }

  void Close(const Planned& shard) {
    result_.closed.push_back(shard.id);
    // A shard cannot end before it began, and a child's beginning is in the future.
    closing_seconds_ = std::max(closing_seconds_, shard.created_seconds);
  }
  void Open(const HashKeyRange& range, ShardId parent, std::optional<ShardId> adjacent_parent) {
    result_.opened.push_back(
        {{static_cast<std::int32_t>(next_shard_++)}, parent, adjacent_parent, range});
  }
  // AWS: children begin one second after their parents end.
  ShardsReplaced Finish() {
    result_.closed_seconds = closing_seconds_;
    result_.created_seconds = closing_seconds_ + 1;
    return std::move(result_);
  }

 private:
  ShardsReplaced result_;
  std::size_t next_shard_;
  std::int64_t closing_seconds_;
};

void SplitAt(Replacement& replacement, const Planned& shard, HashKey starting) {
  replacement.Close(shard);
  replacement.Open({shard.range.starting, {starting.value - 1}}, shard.id, std::nullopt);
  replacement.Open({starting, shard.range.ending}, shard.id, std::nullopt);
}

void MergePair(Replacement& replacement, const Planned& lower, const Planned& upper) {
  replacement.Close(lower);
  replacement.Close(upper);
  replacement.Open({lower.range.starting, upper.range.ending}, lower.id, upper.id);
}

// Merges `count` pairs of neighbours, from the start of the key space on. AWS: which neighbours it
// takes was not recorded (kinesis-api 6.3).
ShardsReplaced MergeNeighbours(Replacement replacement, const std::vector<Planned>& open,
                               std::size_t count) {
  RUNNEL_CHECK(2 * count <= open.size());
  for (std::size_t i = 0; i < count; ++i) {
    MergePair(replacement, open[2 * i], open[2 * i + 1]);
  }
  return replacement.Finish();
}

// Brings `open` to what it is after `round`.
void Follow(const ShardsReplaced& round, std::vector<Planned>& open) {
  const std::set<ShardId> closed(round.closed.begin(), round.closed.end());
  std::erase_if(open, [&](const Planned& shard) { return closed.contains(shard.id); });
  for (const NewShard& shard : round.opened) {
    open.push_back({shard.id, shard.range, round.created_seconds});
  }
  std::sort(open.begin(), open.end(),
            [](const Planned& a, const Planned& b) { return a.range.starting < b.range.starting; });
}

}  // namespace

ShardsReplaced FirstShards(const Stream& stream, std::int32_t count, Timestamp at) {
  ShardsReplaced result;
  result.uid = stream.uid;
  result.at = at;
  result.created_seconds = at.seconds();
  ShardId next;
  for (const HashKeyRange& range : InitialHashKeyRanges(count)) {
    result.opened.push_back({next, std::nullopt, std::nullopt, range});
    ++next.index;
  }
  return result;
}

ShardsReplaced Split(const Stream& stream, const PendingSplit& split, Timestamp at) {
  const Shard* const shard = stream.FindShard(split.shard);
  RUNNEL_CHECK(shard != nullptr);
  Replacement replacement(stream.uid, stream.shards.size(), at);
  SplitAt(replacement, PlannedOf(*shard), split.new_starting_hash_key);
  return replacement.Finish();
}

ShardsReplaced SplitEach(const Stream& stream, const std::vector<ShardId>& shards, Timestamp at) {
  Replacement replacement(stream.uid, stream.shards.size(), at);
  for (const ShardId id : shards) {
    const Shard* const shard = stream.FindShard(id);
    RUNNEL_CHECK(shard != nullptr && shard->range.starting < shard->range.ending);
    SplitAt(replacement, PlannedOf(*shard), MiddleOf(shard->range));
  }
  return replacement.Finish();
}

ShardsReplaced Merge(const Stream& stream, const PendingMerge& merge, Timestamp at) {
  const Shard* const lower = stream.FindShard(merge.shard);
  const Shard* const upper = stream.FindShard(merge.adjacent_shard);
  RUNNEL_CHECK(lower != nullptr && upper != nullptr);
  Replacement replacement(stream.uid, stream.shards.size(), at);
  MergePair(replacement, PlannedOf(*lower), PlannedOf(*upper));
  return replacement.Finish();
}

std::vector<ShardsReplaced> Reshard(const Stream& stream, std::int32_t target, Timestamp at) {
  std::vector<ShardsReplaced> rounds;
  std::vector<Planned> open = OpenShardsOf(stream);
  std::size_t next_shard = stream.shards.size();
  const auto take = [&](ShardsReplaced round) {
    Follow(round, open);
    next_shard += round.opened.size();
    rounds.push_back(std::move(round));
  };
  const auto wanted = static_cast<std::size_t>(target);
  // OBSERVED: to grow, every open shard is split once, then neighbours are merged until the count
  // fits; to shrink, neighbours are merged in as many rounds as it takes (kinesis-api 6.3). A shard
  // of a single key cannot be split; the others then take another round.
  while (open.size() < wanted) {
    Replacement replacement(stream.uid, next_shard, at);
    for (const Planned& shard : open) {
      if (shard.range.starting < shard.range.ending) {
        SplitAt(replacement, shard, MiddleOf(shard.range));
      }
    }
    take(replacement.Finish());
  }
  while (open.size() > wanted) {
    const std::size_t merges = std::min(open.size() - wanted, open.size() / 2);
    take(MergeNeighbours(Replacement(stream.uid, next_shard, at), open, merges));
  }
  return rounds;
}

}  // namespace runnel

#include "core/integrations/event_source_mapping/mapping_reader.h"

#include <algorithm>
#include <string>

#include "core/base/siphash.h"

namespace runnel {
namespace {

// What a lane looks at in one turn, at most; others are to have theirs.
constexpr std::size_t kRecordsPerTurn = 10'000;
// What is read at once where many records may not be for the lane.
constexpr std::size_t kRunRecords = 1000;
constexpr std::size_t kRunBytes = 6 * 1024 * 1024;
constexpr Duration kUnreadableDelay = Duration::Seconds(1);

}  // namespace

struct MappingReader::Visit {
  const ReadingRules& rules;
  const Shard& shard;
  Timestamp horizon;
  Timestamp now;
};

MappingReader::MappingReader(const ShardProgress& progress, std::size_t lane_count)
    : done_(progress.done) {
  for (const LanePosition& position : progress.lanes) lanes_.emplace_back(position);
  if (lanes_.empty()) lanes_.resize(lane_count);
}

ShardProgress MappingReader::progress() const {
  ShardProgress progress;
  for (const Lane& lane : lanes_) progress.lanes.push_back(lane.position());
  progress.done = done_;
  return progress;
}

void MappingReader::FollowLaneCount(std::size_t lane_count) {
  if (lanes_.size() != lane_count && !hand_over_) {
    hand_over_.emplace();
    for (const Lane& lane : lanes_) hand_over_ = std::max(*hand_over_, lane.next());
  }
  if (!hand_over_) return;
  const bool arrived = std::all_of(lanes_.begin(), lanes_.end(), [&](const Lane& lane) {
    return lane.idle() && lane.next() >= *hand_over_;
  });
  if (!arrived) return;
  lanes_.assign(lane_count, Lane({*hand_over_, {}}));
  hand_over_.reset();
}

MappingReader::Turn MappingReader::Take(const ReadingRules& rules, const Shard& shard,
                                        Timestamp horizon, Timestamp now) {
  Turn turn;
  if (done_) return turn;
  FollowLaneCount(rules.lane_count);
  finished_.assign(lanes_.size(), false);
  const Visit visit{rules, shard, horizon, now};
  for (std::size_t i = 0; i < lanes_.size(); ++i) Drive(i, visit, turn);
  if (hand_over_) {
    FollowLaneCount(rules.lane_count);
    if (!hand_over_) turn.more = true;
  } else {
    done_ = std::find(finished_.begin(), finished_.end(), false) == finished_.end();
  }
  return turn;
}

void MappingReader::Drive(std::size_t index, const Visit& visit, Turn& turn) {
  Lane& lane = lanes_[index];
  const LaneRules& rules = visit.rules.lane;
  std::vector<DiscardedBatch> discarded;
  LaneOutlook outlook{visit.now, visit.horizon};
  LaneStep step;
  for (std::size_t budget = kRecordsPerTurn;;) {
    // Where the lanes hand over there is an end as at that of the shard.
    const bool arrived = hand_over_ && lane.next() >= *hand_over_;
    outlook.caught_up = outlook.closed = arrived;
    step = lane.Next(rules, outlook, discarded);
    if (step.kind != LaneStep::Kind::kRead || arrived) break;
    const ReadResult read = ReadInto(index, visit, budget, turn);
    if (read == ReadResult::kSome) continue;
    if (read == ReadResult::kNotNow) break;
    outlook.caught_up = true;
    outlook.closed = !visit.shard.open();
    step = lane.Next(rules, outlook, discarded);
    finished_[index] = step.kind == LaneStep::Kind::kRead && outlook.closed && lane.idle();
    break;
  }
  for (DiscardedBatch& batch : discarded) turn.discarded.push_back({index, std::move(batch)});
  if (step.kind == LaneStep::Kind::kInvoke) turn.to_invoke.push_back(index);
  if (step.until) turn.due = std::min(turn.due.value_or(Timestamp::Max()), *step.until);
}

// Reads on.
MappingReader::ReadResult MappingReader::ReadInto(std::size_t index, const Visit& visit,
                                                  std::size_t& budget, Turn& turn) {
  Lane& lane = lanes_[index];
  if (budget == 0) {
    turn.more = true;
    return ReadResult::kNotNow;
  }
  const bool takes_all = lanes_.size() == 1 && visit.rules.filter.LetsEverythingThrough();
  const std::size_t wanted = takes_all ? lane.room(visit.rules.lane) : kRunRecords;
  RecordRun run =
      visit.shard.log.Read(lane.next(), visit.horizon, std::min(wanted, budget), kRunBytes);
  if (run.count == 0) {
    if (!hand_over_) return ReadResult::kNothing;
    lane.Pass(*hand_over_);
    return ReadResult::kSome;
  }
  if (OfferRun(index, visit, run, budget)) return ReadResult::kSome;
  turn.unreadable = true;
  turn.due = std::min(turn.due.value_or(Timestamp::Max()), visit.now + kUnreadableDelay);
  return ReadResult::kNotNow;
}

// Hands over the records of a run as far as the lane takes them. False: they cannot be read.
bool MappingReader::OfferRun(std::size_t index, const Visit& visit, RecordRun& run,
                             std::size_t& budget) {
  Lane& lane = lanes_[index];
  std::string event;
  for (RecordSlice& slice : run.slices) {
    if (!slice.Load()) return false;
    for (std::size_t i = 0; i < slice.count; ++i) {
      const StoredRecord record = slice.chunk->At(slice.first + i);
      if (hand_over_ && record.position >= *hand_over_) {
        lane.Pass(*hand_over_);
        return true;
      }
      --budget;
      if (!IsFor(index, visit, record)) {
        lane.Pass(record.position.Next());
        continue;
      }
      if (lane.room(visit.rules.lane) == 0) return true;
      event.clear();
      AppendRecordEvent(visit.rules.origin, visit.shard, record, event);
      if (!lane.Take({record.position, record.arrival, event}, visit.rules.lane, visit.now)) {
        return true;
      }
    }
  }
  return true;
}

bool MappingReader::IsFor(std::size_t index, const Visit& visit, const StoredRecord& record) const {
  if (lanes_.size() > 1 && SipHash(0, 0, record.partition_key) % lanes_.size() != index) {
    return false;
  }
  if (visit.rules.filter.LetsEverythingThrough()) return true;
  const std::string number = visit.shard.NumberAt(record.position).ToString();
  return visit.rules.filter.Matches({record.partition_key, number, record.arrival, record.data});
}

}  // namespace runnel

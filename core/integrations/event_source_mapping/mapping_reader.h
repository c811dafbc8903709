// What a mapping reads of one shard: its lanes, which share the records by their partition keys.
// Source: integrations 2.3.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/time.h"
#include "core/integrations/event_filter/record_filter.h"
#include "core/integrations/event_source_mapping/lane.h"
#include "core/model/event_source_mapping.h"
#include "core/state/shard.h"

namespace runnel {

// How a mapping reads.
struct ReadingRules {
  LaneRules lane;
  RecordFilter filter;
  std::size_t lane_count = 1;
  EventOrigin origin;
};

class MappingReader {
 public:
  // Goes on where `progress` says; from the start of the shard if that has no lanes.
  MappingReader(const ShardProgress& progress, std::size_t lane_count);

  // What a turn of all lanes led to.
  struct Turn {
    struct Discarded {
      std::size_t lane;
      DiscardedBatch batch;
    };
    std::vector<Discarded> discarded;
    std::vector<std::size_t> to_invoke;  // lanes that want to
    std::optional<Timestamp> due;        // when to take a turn again, if nothing happens before
    bool more = false;                   // there was more to read than a turn takes
    bool unreadable = false;             // records are neither in memory nor in the archive
  };
  // Reads what there is. `horizon`: what arrived before is gone.
  Turn Take(const ReadingRules& rules, const Shard& shard, Timestamp horizon, Timestamp now);

  Lane& lane(std::size_t index) { return lanes_[index]; }
  std::size_t lane_count() const { return lanes_.size(); }
  // How far it has come; done when the shard is closed and nothing of it is left.
  ShardProgress progress() const;

 private:
  struct Visit;
  enum class ReadResult {
    kSome,     // or it has passed what is not for the lane
    kNothing,  // there is no more
    kNotNow,   // it is not to be had, or the lane has read enough for this turn
  };

  void FollowLaneCount(std::size_t lane_count);
  void Drive(std::size_t index, const Visit& visit, Turn& turn);
  ReadResult ReadInto(std::size_t index, const Visit& visit, std::size_t& budget, Turn& turn);
  bool OfferRun(std::size_t index, const Visit& visit, RecordRun& run, std::size_t& budget);
  bool IsFor(std::size_t index, const Visit& visit, const StoredRecord& record) const;

  std::vector<Lane> lanes_;
  std::vector<bool> finished_;
  // When the number of lanes changes, those that are there go on to where the farthest has come,
  // and the new ones take over there: so the records of a partition key stay in order, and none is
  // delivered twice.
  std::optional<ShardPosition> hand_over_;
  bool done_ = false;
};

}  // namespace runnel

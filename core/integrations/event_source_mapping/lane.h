// One lane of an event source mapping: records of a shard, in order, in batches that the function
// is invoked with one after the other. A state machine of its own: it is handed records, outcomes
// and the time. Source: integrations 2.2 to 2.4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/integrations/event_source_mapping/batch_result.h"
#include "core/integrations/event_source_mapping/record_event.h"
#include "core/model/event_source_mapping.h"
#include "core/model/sequence_number.h"

namespace runnel {

// What a lane does with its records.
struct LaneRules {
  std::size_t batch_size = 100;
  Duration batching_window;
  std::optional<std::int32_t> retries_max;
  std::optional<Duration> record_age_max;
  bool bisects = false;
  std::optional<Duration> tumbling_window;
  Duration retry_delay = Duration::Seconds(1);      // doubles with every failure,
  Duration retry_delay_max = Duration::Seconds(5);  // up to this

  static LaneRules Of(const MappingConfiguration& configuration);
};

// A record for a lane, with its event as JSON.
struct LaneRecord {
  ShardPosition position;
  Timestamp arrival;
  std::string_view event;
};

// What a lane knows of its shard at one moment.
struct LaneOutlook {
  Timestamp now;
  Timestamp horizon;       // what arrived before is gone
  bool caught_up = false;  // there is nothing left to read
  bool closed = false;     // and there never will be
};

// Records that are given up.
struct DiscardedBatch {
  enum class Condition { kRetriesExhausted, kTooOld };
  Condition condition = Condition::kRetriesExhausted;
  int invoke_count = 1;
  bool function_error = false;  // the last try ended with one
  bool too_large = false;       // it never was a try: no invocation can hold it
  ShardPosition first;
  ShardPosition last;
  Timestamp first_arrival;
  Timestamp last_arrival;
  std::size_t count = 0;
  std::string events;  // with commas between them
};

// What a lane is to be asked next for.
struct LaneStep {
  enum class Kind {
    kInvoke,  // with Payload(); Complete is called with the outcome
    kRead,    // for records, now if there are any, or when there are
    kWait,    // for an outcome, or until `until`
  };
  Kind kind = Kind::kRead;
  std::optional<Timestamp> until;  // kRead, kWait: ask again then
};

class Lane {
 public:
  explicit Lane(LanePosition position = {});

  // Where to read on.
  ShardPosition next() const { return next_; }
  // How far all is done with. What is not yet will be read again by a lane that begins here.
  LanePosition position() const;
  // Whether it holds neither records nor a window.
  bool idle() const { return records_.empty() && !invoked_ && !window_; }

  // Hands over the next record. False: the batch is complete without it; to be handed over again
  // later. REQUIRES: the last step was kRead.
  bool Take(const LaneRecord& record, const LaneRules& rules, Timestamp now);
  // Goes on to `next`: what is before it is not for this lane.
  void Pass(ShardPosition next);
  // How many more records the batch takes.
  std::size_t room(const LaneRules& rules) const;

  // Decides. `discarded` gets what is given up on the way.
  LaneStep Next(const LaneRules& rules, const LaneOutlook& outlook,
                std::vector<DiscardedBatch>& discarded);

  // What to invoke the function with. REQUIRES: the last step was kInvoke.
  std::string Payload(const EventOrigin& origin, std::string_view shard_id) const;
  // The events of it alone, with commas between them. REQUIRES: as Payload, and no window.
  std::string_view Events() const { return EventsOf(parts_.front().first, parts_.front().count); }
  bool invokes_in_window() const { return window_.has_value(); }
  // Whether the invocation is the last for its window, without records.
  bool invokes_finally() const { return closing_; }
  // The positions of the records that the function is or was invoked with.
  std::vector<ShardPosition> Invoked() const;
  void Invoke() { invoked_ = true; }
  // Takes the outcome.
  void Complete(const BatchResult& result, const LaneRules& rules, Timestamp now,
                std::vector<DiscardedBatch>& discarded);

 private:
  struct Held {
    ShardPosition position;
    Timestamp arrival;
    std::size_t begin = 0;  // of its event in events_
    std::size_t end = 0;
  };
  // Some of the records, in one invocation.
  struct Part {
    std::size_t first = 0;
    std::size_t count = 0;
    int tries = 0;     // that count
    int failures = 0;  // all in a row, for the delay
    bool function_error = false;
  };

  std::string_view EventsOf(std::size_t first, std::size_t count) const;
  bool BatchIsComplete(const LaneRules& rules, const LaneOutlook& outlook) const;
  std::optional<Timestamp> BatchDue(const LaneRules& rules) const;
  bool WindowIsOver(const LaneRules& rules, const LaneOutlook& outlook) const;
  void DropExpired(const LaneRules& rules, const LaneOutlook& outlook,
                   std::vector<DiscardedBatch>& discarded);
  DiscardedBatch Discard(const Part& part) const;
  void FinishFront(std::size_t count);
  void CompleteWindow(const BatchResult& result, const LaneRules& rules, Timestamp now);
  void Fail(const BatchResult& result, const LaneRules& rules, Timestamp now,
            std::vector<DiscardedBatch>& discarded);
  void Delay(int failures, const LaneRules& rules, Timestamp now, Duration least = {});

  ShardPosition next_;
  // The batch: being filled as long as there are no parts.
  std::vector<Held> records_;
  ShardPosition batch_begin_;  // where reading it began
  std::string events_;
  std::optional<Timestamp> filling_since_;
  bool full_ = false;  // a record did not fit any more
  std::deque<Part> parts_;
  bool invoked_ = false;
  std::optional<Timestamp> not_before_;

  std::optional<TumblingWindow> window_;
  bool window_passed_ = false;  // a record of a later one waits
  bool window_too_large_ = false;
  bool closing_ = false;  // the window's last invocation is the next
  int closing_tries_ = 0;
  int closing_failures_ = 0;
};

}  // namespace runnel

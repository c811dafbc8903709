// Which fault rules strike one call, or one turn of a subscription. Every rule is asked and counted
// on its own: that one has struck does not keep another from being drawn.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/base/prng.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/faults/call_subject.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

// What strikes a whole call.
struct CallFaults {
  std::optional<Error> error;
  Duration delay;
  bool drop_before = false;
  bool drop_after = false;
  bool reshard = false;
  std::optional<std::int32_t> reshard_to;  // absent: one shard is split
};

// What strikes a turn of a subscription.
struct SubscriptionFaults {
  bool ends = false;
  std::optional<Error> exception;  // the last word
  bool hang_up = false;
  std::optional<Duration> silence;
};

class FaultDraws {
 public:
  // `state` and `random` must outlive the draws. `iterator_lifetime` is for the text of an expired
  // iterator.
  FaultDraws(const State& state, Prng& random, Timestamp now, Duration iterator_lifetime,
             CallSubject subject);

  // The rules that strike the call as a whole. To be called once.
  CallFaults OnCall();
  // The rules that strike a turn of a subscription as a whole. To be called once.
  SubscriptionFaults OnTurn();
  // Whether a record that is put fails, and with what. To be called once for each record, when
  // all else about it is in order.
  std::optional<Error> OnRecord(ShardId shard, std::string_view partition_key);
  // Records that arrived after this long ago are not to be seen yet. To be called once.
  std::optional<Duration> HiddenFor();
  // Whether what is delivered will be delivered again. To be called once.
  bool Repeats();

  const CallSubject& subject() const { return subject_; }
  // What the draws have used up: to be applied even if the call fails.
  std::vector<Mutation> TakeCounts();

 private:
  struct Drawn {
    FaultTally tally;
    bool counted = false;
    std::optional<bool> of_call;  // the draw that all records of the call share
  };

  bool MatchesCall(const FaultRule& rule) const;
  bool MatchesAddress(const FaultRule& rule) const;
  bool MatchesRecord(const FaultRule& rule, const RecordSubject& record) const;
  // Counts a match of the rule at `index`, and whether it strikes.
  bool Strikes(std::size_t index);
  bool Agrees(const FaultRule& rule, Timestamp added_at, FaultTally& tally);
  Duration DelayOf(const FaultRule& rule);
  Error ErrorOf(const FaultRule& rule) const;

  const std::vector<ActiveFaultRule>& rules_;
  Prng& random_;
  const Timestamp now_;
  const Duration iterator_lifetime_;
  const CallSubject subject_;
  std::vector<Drawn> drawn_;  // one for each rule
};

}  // namespace runnel

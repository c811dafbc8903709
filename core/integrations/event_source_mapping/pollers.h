// Who reads streams for event source mappings: a reader per mapping and shard, driven by what
// happens and by time, never by asking again and again. Kept beside the state: what must outlive
// the process goes into it as changes, and a new process goes on from there. Source:
// integrations 1.4, 2.3 to 2.5.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/function_invocation.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/integrations/event_source_mapping/batch_result.h"
#include "core/integrations/event_source_mapping/mapped_function.h"
#include "core/integrations/event_source_mapping/mapping_reader.h"
#include "core/integrations/pipes/pipe_plan.h"
#include "core/state/state.h"

namespace runnel {

// What a function is to be invoked with.
struct PollerInvocation {
  std::uint64_t ticket = 0;  // for Complete
  std::string request_id;    // a UUID
  std::string function_arn;
  Scope scope;
  std::string payload;
  // Of a pipe: what is to be sent instead, and where to.
  std::optional<pipes::Sending> sending;
};

class EventSourcePollers {
 public:
  // Nullopt: there is no such function. The ARN may name a version or an alias.
  using FindFunction =
      std::function<std::optional<MappedFunction>(const State& state, std::string_view arn)>;
  // How retries are spaced.
  struct Delays {
    Duration retry = Duration::Seconds(1);
    Duration retry_max = Duration::Seconds(5);
  };
  struct Turn {
    std::vector<Mutation> changes;
    std::vector<PollerInvocation> invocations;
  };

  explicit EventSourcePollers(FindFunction find_function);

  // Sees every change, after it was applied to `state`.
  void Observe(const Mutation& change, const State& state);
  // Forgets what is under way, and begins with what the state holds.
  void Restart(const State& state);

  // To be called when time may have passed: what was put off then comes up again.
  void BeginTurns(Timestamp now);
  // Whether a reader has something to do at once.
  bool ready() const { return !ready_mappings_.empty() || !ready_shards_.empty(); }
  // Lets one of them do it. The changes are to be applied before anything else is asked.
  Turn Take(const State& state, const Delays& delays, Timestamp now, Prng& random);
  // When BeginTurns has something to do if nothing happens before; a time that is past: at once.
  std::optional<Timestamp> NextDue() const;

  // Pipes whose execution has taken too long, as tickets for Complete; each given once.
  std::vector<std::uint64_t> TakeOverdue(Timestamp now);

  // Tells which version runs an invocation: an alias may have several, and they take turns.
  void NoteVersion(std::uint64_t ticket, std::string executed_version);
  // Whether Complete would take an outcome.
  bool Awaits(std::uint64_t ticket) const { return invoked_.contains(ticket); }
  // Of invocations whose outcome is of no interest any more; each given once.
  std::vector<std::uint64_t> TakeDropped() { return std::exchange(dropped_, {}); }
  // Takes the outcome of an invocation; unknown tickets are ignored.
  Turn Complete(std::uint64_t ticket, const InvocationOutcome& outcome, const State& state,
                const Delays& delays, Timestamp now, Prng& random);

 private:
  struct Place {
    MappingUid mapping;
    ShardId shard;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Reader {
    MappingReader shard;
    // Of the latest invocation of each lane. A turn may end with fewer lanes than it tells of.
    std::map<std::size_t, std::string> request_ids;
  };
  struct Invoked {
    Place place;
    std::size_t lane = 0;
    bool enriches = false;         // a pipe goes on with the answer
    Timestamp until;               // of a pipe: how long its execution may take
    std::string executed_version;  // empty: the one that the ARN names
  };
  // What is worked out once for a mapping.
  struct Prepared {
    LaneRules lane;
    RecordFilter filter;
    std::optional<pipes::PipePlan> pipe;
  };
  class Work;

  void MarkMapping(MappingUid mapping) { ready_mappings_.insert(mapping); }
  void MarkShard(const Place& place) { ready_shards_.insert(place); }
  void MarkShards(const State& state, StreamUid stream, ShardId shard);
  void MarkAllOf(const State& state, StreamUid stream);
  void MarkUnattached(const State& state);
  void Drop(MappingUid mapping);
  void DropShard(const Place& place);
  void Wake(const Place& place, Timestamp due);
  const std::vector<MappingUid>& MappingsOf(const State& state, StreamUid stream);
  const Prepared& PreparedFor(const EventSourceMapping& mapping, const Delays& delays);

  std::optional<MappedFunction> FunctionOf(const State& state,
                                           const MappingConfiguration& configuration) const;
  PollerInvocation SendingOf(const EventSourceMapping& mapping, const Place& place,
                             std::size_t lane, pipes::Sending sending, std::string request_id,
                             Timestamp until);
  Turn TakeMapping(const State& state, const EventSourceMapping& mapping);
  Turn TakeShard(const State& state, const Place& place, const Delays& delays, Timestamp now,
                 Prng& random);

  const FindFunction find_function_;
  std::map<Place, Reader> readers_;
  std::map<std::uint64_t, Invoked> invoked_;
  std::set<std::pair<Timestamp, std::uint64_t>> executions_;  // of pipes, by when they must end
  std::vector<std::uint64_t> dropped_;
  std::uint64_t last_ticket_ = 0;
  std::map<MappingUid, Prepared> prepared_;
  std::set<MappingUid> ready_mappings_;
  std::set<Place> ready_shards_;
  std::set<Place> put_off_;  // they had more to do than a turn takes
  std::map<Place, Timestamp> due_;
  std::set<std::pair<Timestamp, Place>> by_due_;
  std::map<StreamUid, std::vector<MappingUid>> by_stream_;
  bool by_stream_known_ = false;
};

}  // namespace runnel

#include "core/integrations/event_source_mapping/pollers.h"

#include <algorithm>
#include <type_traits>

#include "core/base/uuid.h"
#include "core/integrations/event_source_mapping/poller_work.h"
#include "core/model/arn.h"

namespace runnel {
namespace {

// AWS: an execution of a pipe, enrichment and target together (integrations 3.4).
constexpr Duration kExecutionMax = Duration::Seconds(300);

const Stream* FindStreamOf(const State& state, const EventSourceMapping& mapping) {
  const std::string& text = mapping.configuration.event_source_arn;
  const auto arn = ParseResourceArn(text);
  if (!arn) return nullptr;
  if (const auto* const consumer = std::get_if<ConsumerArn>(&*arn)) {
    const StreamArn& stream = consumer->stream;
    return state.FindStream(stream.scope, stream.stream.text());
  }
  const auto* const stream = std::get_if<StreamArn>(&*arn);
  return stream == nullptr ? nullptr : state.FindStream(stream->scope, stream->stream.text());
}

// Why a mapping cannot read its stream, as it tells it; empty: it can. `stream` may be null.
std::string SourceProblem(const State& state, const EventSourceMapping& mapping,
                          const Stream* stream) {
  if (stream == nullptr) return "PROBLEM: Stream not found";
  const auto arn = ParseResourceArn(mapping.configuration.event_source_arn);
  const auto* const consumer = std::get_if<ConsumerArn>(&*arn);
  if (consumer == nullptr) return {};
  const Consumer* const found = state.FindConsumer(*consumer);
  if (found == nullptr) return "PROBLEM: Consumer not found";
  return found->status == ConsumerStatus::kActive ? std::string() : "PROBLEM: Consumer not active";
}

// Parents before children: one that is still there must have been read to its end.
bool WaitsForParents(const EventSourceMapping& mapping, const Stream& stream, const Shard& shard) {
  const auto waits_for = [&](const std::optional<ShardId>& parent) {
    if (!parent || stream.FindShard(*parent) == nullptr) return false;
    const auto progress = mapping.shards.find(*parent);
    return progress == mapping.shards.end() || !progress->second.done;
  };
  return waits_for(shard.parent) || waits_for(shard.adjacent_parent);
}

}  // namespace

EventSourcePollers::EventSourcePollers(FindFunction find_function)
    : find_function_(std::move(find_function)) {}

void EventSourcePollers::MarkShards(const State& state, StreamUid stream, ShardId shard) {
  for (const MappingUid mapping : MappingsOf(state, stream)) MarkShard({mapping, shard});
}

void EventSourcePollers::MarkAllOf(const State& state, StreamUid stream) {
  for (const MappingUid mapping : MappingsOf(state, stream)) MarkMapping(mapping);
}

void EventSourcePollers::MarkUnattached(const State& state) {
  for (const auto& [uid, mapping] : state.mappings()) {
    if (state.FindStream(mapping.stream) == nullptr) MarkMapping(uid);
  }
}

const std::vector<MappingUid>& EventSourcePollers::MappingsOf(const State& state,
                                                              StreamUid stream) {
  static const std::vector<MappingUid> kNone;
  if (!by_stream_known_) {
    by_stream_.clear();
    for (const auto& [uid, mapping] : state.mappings()) by_stream_[mapping.stream].push_back(uid);
    by_stream_known_ = true;
  }
  const auto found = by_stream_.find(stream);
  return found == by_stream_.end() ? kNone : found->second;
}

void EventSourcePollers::DropShard(const Place& place) {
  readers_.erase(place);
  ready_shards_.erase(place);
  put_off_.erase(place);
  std::erase_if(invoked_, [&](const auto& entry) {
    const auto& [ticket, invoked] = entry;
    if (invoked.place != place) return false;
    executions_.erase({invoked.until, ticket});
    dropped_.push_back(ticket);
    return true;
  });
  if (const auto due = due_.find(place); due != due_.end()) {
    by_due_.erase({due->second, place});
    due_.erase(due);
  }
}

void EventSourcePollers::Drop(MappingUid mapping) {
  std::vector<Place> places;
  for (const auto& [place, reader] : readers_) {
    if (place.mapping == mapping) places.push_back(place);
  }
  for (const Place& place : places) DropShard(place);
  prepared_.erase(mapping);
  ready_mappings_.erase(mapping);
  std::erase_if(ready_shards_, [&](const Place& place) { return place.mapping == mapping; });
  by_stream_known_ = false;
}

void EventSourcePollers::Restart(const State& state) {
  readers_.clear();
  invoked_.clear();
  executions_.clear();
  prepared_.clear();
  ready_mappings_.clear();
  ready_shards_.clear();
  put_off_.clear();
  due_.clear();
  by_due_.clear();
  by_stream_known_ = false;
  for (const auto& [uid, mapping] : state.mappings()) MarkMapping(uid);
}

void EventSourcePollers::Observe(const Mutation& change, const State& state) {
  if (state.mappings().empty() && readers_.empty()) return;
  std::visit(
      [&](const auto& m) {
        using M = std::decay_t<decltype(m)>;
        if constexpr (std::is_same_v<M, RecordsAppended>) {
          const NewRecord* before = nullptr;
          for (const NewRecord& record : m.records) {
            const bool again = before != nullptr && before->shard == record.shard;
            if (!again) MarkShards(state, m.uid, record.shard);
            before = &record;
          }
        } else if constexpr (std::is_same_v<M, StreamCreated>) {
          MarkUnattached(state);
        } else if constexpr (std::is_same_v<M, ShardsReplaced>) {
          for (const ShardId shard : m.closed) MarkShards(state, m.uid, shard);
          for (const NewShard& shard : m.opened) MarkShards(state, m.uid, shard.id);
        } else if constexpr (std::is_same_v<M, ShardWithdrawn> || std::is_same_v<M, ShardExpired>) {
          for (const MappingUid mapping : MappingsOf(state, m.uid)) DropShard({mapping, m.shard});
          // Its children need not wait for it any more.
          MarkAllOf(state, m.uid);
        } else if constexpr (std::is_same_v<M, StreamDeleted>) {
          MarkAllOf(state, m.uid);
        } else if constexpr (std::is_same_v<M, ConsumerActivated> ||
                             std::is_same_v<M, ConsumerDeleted>) {
          for (const auto& [uid, mapping] : state.mappings()) MarkMapping(uid);
        } else if constexpr (std::is_same_v<M, MappingCreated> ||
                             std::is_same_v<M, MappingUpdateStarted> ||
                             std::is_same_v<M, MappingStateChanged>) {
          prepared_.erase(m.uid);
          by_stream_known_ = false;
          MarkMapping(m.uid);
        } else if constexpr (std::is_same_v<M, MappingAttached>) {
          Drop(m.uid);
          MarkMapping(m.uid);
        } else if constexpr (std::is_same_v<M, MappingDeleted>) {
          Drop(m.uid);
        } else if constexpr (std::is_same_v<M, StateCleared> || std::is_same_v<M, StateReplaced>) {
          Restart(state);
        }
      },
      change);
}

void EventSourcePollers::BeginTurns(Timestamp now) {
  ready_shards_.merge(put_off_);
  put_off_.clear();
  while (!by_due_.empty() && by_due_.begin()->first <= now) {
    const Place place = by_due_.begin()->second;
    by_due_.erase(by_due_.begin());
    due_.erase(place);
    MarkShard(place);
  }
}

std::optional<Timestamp> EventSourcePollers::NextDue() const {
  if (ready() || !put_off_.empty()) return Timestamp{};
  std::optional<Timestamp> due;
  if (!by_due_.empty()) due = by_due_.begin()->first;
  if (!executions_.empty() && (!due || executions_.begin()->first < *due)) {
    due = executions_.begin()->first;
  }
  return due;
}

std::vector<std::uint64_t> EventSourcePollers::TakeOverdue(Timestamp now) {
  std::vector<std::uint64_t> overdue;
  while (!executions_.empty() && executions_.begin()->first <= now) {
    overdue.push_back(executions_.begin()->second);
    executions_.erase(executions_.begin());
  }
  return overdue;
}

void EventSourcePollers::Wake(const Place& place, Timestamp due) {
  const auto [entry, added] = due_.try_emplace(place, due);
  if (!added) {
    by_due_.erase({entry->second, place});
    entry->second = due;
  }
  by_due_.insert({due, place});
}

const EventSourcePollers::Prepared& EventSourcePollers::PreparedFor(
    const EventSourceMapping& mapping, const Delays& delays) {
  const auto [entry, added] = prepared_.try_emplace(mapping.uid);
  if (!added) return entry->second;
  entry->second.lane = LaneRules::Of(mapping.configuration);
  entry->second.lane.retry_delay = delays.retry;
  entry->second.lane.retry_delay_max = delays.retry_max;
  std::string fault;
  // They were looked at when they were set.
  if (auto filter = RecordFilter::Parse(mapping.configuration.filter_patterns, fault)) {
    entry->second.filter = *std::move(filter);
  }
  if (const auto& pipe = mapping.configuration.pipe) {
    auto plan = pipes::PipePlan::Of(*pipe, mapping.configuration.function_arn,
                                    mapping.configuration.event_source_arn);
    if (plan) entry->second.pipe = *std::move(plan);
  }
  return entry->second;
}

EventSourcePollers::Turn EventSourcePollers::Take(const State& state, const Delays& delays,
                                                  Timestamp now, Prng& random) {
  if (!ready_mappings_.empty()) {
    const MappingUid uid = *ready_mappings_.begin();
    ready_mappings_.erase(ready_mappings_.begin());
    const EventSourceMapping* const mapping = state.FindMapping(uid);
    return mapping == nullptr ? Turn() : TakeMapping(state, *mapping);
  }
  const Place place = *ready_shards_.begin();
  ready_shards_.erase(ready_shards_.begin());
  return TakeShard(state, place, delays, now, random);
}

// Looks whether there is something to read from, and if so lets all its shards be read.
EventSourcePollers::Turn EventSourcePollers::TakeMapping(const State& state,
                                                         const EventSourceMapping& mapping) {
  Turn turn;
  if (!mapping.invokes()) return turn;
  const Stream* const stream = FindStreamOf(state, mapping);
  if (std::string problem = SourceProblem(state, mapping, stream); !problem.empty()) {
    if (mapping.last_processing_result != problem) {
      turn.changes.push_back(MappingResulted{mapping.uid, std::move(problem)});
    }
    return turn;
  }
  if (stream->uid != mapping.stream) {
    turn.changes.push_back(MappingAttached{mapping.uid, stream->uid});
    return turn;
  }
  for (const auto& shard : stream->shards) {
    if (shard) MarkShard({mapping.uid, shard->id});
  }
  return turn;
}

EventSourcePollers::Turn EventSourcePollers::TakeShard(const State& state, const Place& place,
                                                       const Delays& delays, Timestamp now,
                                                       Prng& random) {
  const EventSourceMapping* const mapping = state.FindMapping(place.mapping);
  if (mapping == nullptr || !mapping->invokes()) return {};
  const Stream* const stream = state.FindStream(mapping->stream);
  const Shard* const shard = stream == nullptr ? nullptr : stream->FindShard(place.shard);
  if (shard == nullptr || !SourceProblem(state, *mapping, stream).empty()) return {};
  const auto known = mapping->shards.find(place.shard);
  const ShardProgress before = known == mapping->shards.end() ? ShardProgress() : known->second;
  if (before.done || WaitsForParents(*mapping, *stream, *shard)) return {};

  const Prepared& prepared = PreparedFor(*mapping, delays);
  const MappingConfiguration& configuration = mapping->configuration;
  const auto lane_count = static_cast<std::size_t>(configuration.parallelization_factor);
  const auto function = FunctionOf(state, configuration);
  const ReadingRules rules{
      prepared.lane,
      prepared.filter,
      lane_count,
      {configuration.event_source_arn, mapping->scope.region.text(),
       function ? function->role_arn : std::string(), configuration.pipe.has_value()}};
  const auto [entry, added] =
      readers_.try_emplace(place, Reader{MappingReader(before, lane_count), {}});
  Reader& reader = entry->second;

  PollerWork work(state, *mapping, *stream, *shard, function, now, random);
  const MappingReader::Turn read = reader.shard.Take(rules, *shard, stream->TrimHorizon(now), now);
  for (const auto& discarded : read.discarded) {
    work.Fail(discarded.batch, reader.request_ids[discarded.lane]);
  }
  Turn turn;
  for (const std::size_t index : read.to_invoke) {
    Lane& lane = reader.shard.lane(index);
    if (prepared.pipe) {
      reader.request_ids[index] = RandomUuid(random);
      turn.invocations.push_back(SendingOf(*mapping, place, index,
                                           prepared.pipe->First(lane.Events(), now),
                                           reader.request_ids[index], now + kExecutionMax));
      lane.Invoke();
      continue;
    }
    std::string payload = lane.Payload(rules.origin, shard->id.ToString());
    lane.Invoke();
    if (!function) {
      std::vector<DiscardedBatch> none;
      lane.Complete({BatchResult::Kind::kNotTried, 0, false, {}}, rules.lane, now, none);
      work.Result("PROBLEM: Function not found");
      MarkShard(place);  // for the time of the next try
      continue;
    }
    reader.request_ids[index] = RandomUuid(random);
    invoked_[++last_ticket_] = {place, index, false, {}, {}};
    turn.invocations.push_back({last_ticket_, reader.request_ids[index], configuration.function_arn,
                                mapping->scope, std::move(payload), std::nullopt});
  }
  if (read.unreadable) work.Result("PROBLEM: Records cannot be read");
  if (read.due) Wake(place, *read.due);
  if (read.more) put_off_.insert(place);
  const ShardProgress after = reader.shard.progress();
  work.Advance(before, after);
  if (after.done) {
    for (const ShardId child : shard->children) MarkShard({place.mapping, child});
    readers_.erase(entry);
  }
  turn.changes = work.TakeChanges();
  return turn;
}

std::optional<MappedFunction> EventSourcePollers::FunctionOf(
    const State& state, const MappingConfiguration& configuration) const {
  if (configuration.pipe) return MappedFunction{configuration.pipe->role_arn, {}};
  return find_function_(state, configuration.function_arn);
}

PollerInvocation EventSourcePollers::SendingOf(const EventSourceMapping& mapping,
                                               const Place& place, std::size_t lane,
                                               pipes::Sending sending, std::string request_id,
                                               Timestamp until) {
  invoked_[++last_ticket_] = {place, lane, sending.enriches, until, {}};
  executions_.emplace(until, last_ticket_);
  return {last_ticket_, std::move(request_id), mapping.configuration.function_arn, mapping.scope,
          {},           std::move(sending)};
}

void EventSourcePollers::NoteVersion(std::uint64_t ticket, std::string executed_version) {
  const auto found = invoked_.find(ticket);
  if (found != invoked_.end()) found->second.executed_version = std::move(executed_version);
}

EventSourcePollers::Turn EventSourcePollers::Complete(std::uint64_t ticket,
                                                      const InvocationOutcome& outcome,
                                                      const State& state, const Delays& delays,
                                                      Timestamp now, Prng& random) {
  Turn turn;
  const auto entry = invoked_.find(ticket);
  if (entry == invoked_.end()) return turn;
  const Invoked invoked = entry->second;
  invoked_.erase(entry);
  executions_.erase({invoked.until, ticket});
  const EventSourceMapping* const mapping = state.FindMapping(invoked.place.mapping);
  const Stream* const stream = mapping == nullptr ? nullptr : state.FindStream(mapping->stream);
  const Shard* const shard = stream == nullptr ? nullptr : stream->FindShard(invoked.place.shard);
  const auto found = readers_.find(invoked.place);
  if (shard == nullptr || found == readers_.end()) return turn;
  Reader& reader = found->second;
  Lane& lane = reader.shard.lane(invoked.lane);
  InvocationOutcome ended = outcome;
  if (invoked.enriches && outcome.kind == InvocationOutcome::Kind::kReturned) {
    auto next = PreparedFor(*mapping, delays).pipe->AfterEnrichment(outcome.payload, now);
    if (next && *next) {
      turn.invocations.push_back(SendingOf(*mapping, invoked.place, invoked.lane, **std::move(next),
                                           reader.request_ids[invoked.lane], invoked.until));
      return turn;
    }
    ended.payload = next ? std::string() : next.error().message();
    if (!next) ended.kind = InvocationOutcome::Kind::kFunctionError;
  }
  auto function = FunctionOf(state, mapping->configuration);
  if (function && !invoked.executed_version.empty()) {
    function->executed_version = invoked.executed_version;
  }
  const auto known = mapping->shards.find(invoked.place.shard);
  const ShardProgress before = known == mapping->shards.end() ? ShardProgress() : known->second;

  PollerWork work(state, *mapping, *stream, *shard, function, now, random);
  const BatchResult result = work.Judge(ended, lane);
  std::vector<DiscardedBatch> discarded;
  lane.Complete(result, PreparedFor(*mapping, delays).lane, now, discarded);
  for (const DiscardedBatch& batch : discarded) {
    work.Fail(batch, reader.request_ids[invoked.lane]);
  }
  work.Advance(before, reader.shard.progress());
  turn.changes = work.TakeChanges();
  MarkShard(invoked.place);
  return turn;
}

}  // namespace runnel

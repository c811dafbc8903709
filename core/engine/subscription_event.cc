#include "core/engine/subscription_event.h"

#include <algorithm>
#include <utility>

#include "core/api/errors.h"
#include "core/base/check.h"
#include "core/model/limits.h"
#include "core/operations/encryption_keys.h"
#include "core/wire/event_stream.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

constexpr Member kEvent[] = {
    Field<&SubscribeToShardEvent::records>("Records", kRecordListShape).Required(),
    Field<&SubscribeToShardEvent::continuation_sequence_number>("ContinuationSequenceNumber",
                                                                shapes::kSequenceNumber),
    Field<&SubscribeToShardEvent::millis_behind_latest>("MillisBehindLatest", shapes::kLong)
        .Required(),
    Field<&SubscribeToShardEvent::child_shards>("ChildShards", kChildShardList),
};
constexpr Shape kEventShape = StructureShape(kEvent);

// The last word of a subscription whose end does not come from its shard.
std::optional<Error> LastWord(const Subscription& subscription) {
  const ConsumerArn& consumer = subscription.consumer_arn;
  const StreamName& stream = consumer.stream.stream;
  const AccountId& account = consumer.stream.scope.account;
  switch (*subscription.ending) {
    case SubscriptionEnd::kExpired:
      return std::nullopt;
    case SubscriptionEnd::kTakenOver:
      return error::SubscriptionExists(consumer, subscription.shard);
    case SubscriptionEnd::kStreamDeleted:
      return error::StreamNotFound(stream, account);
    case SubscriptionEnd::kConsumerDeleted:
      return error::ConsumerNotFound(consumer.ToString(), account);
    case SubscriptionEnd::kShardExpired:
      return error::ShardDoesNotExist(subscription.shard, stream, account);
  }
  return std::nullopt;
}

// The number to continue from: a position that no record has, after all that was delivered and
// before all that was not, so that AT_ and AFTER_SEQUENCE_NUMBER mean the same (kinesis-api 8.4).
std::string Continuation(const Shard& shard, ShardPosition next) {
  const ShardPosition first{0, shard.created_seconds};
  return shard.NumberAt(next < first ? first : next).ToString();
}

// What a subscription would say next.
struct Reading {
  RecordRun run;
  bool at_end = false;
  Timestamp next_heartbeat;
  bool hides = false;
};

Reading Read(const Stream& stream, const Subscription& subscription, const Settings& settings,
             Timestamp now, FaultDraws* faults) {
  const Shard& shard = *stream.FindShard(subscription.shard);
  Reading reading;
  reading.run = shard.log.Read(subscription.position, stream.TrimHorizon(now),
                               static_cast<std::size_t>(limits::kGetRecordsMax),
                               limits::kSubscriptionEventBytesMax);
  reading.next_heartbeat = now + settings.subscription_heartbeat;
  if (faults != nullptr && reading.run.count > 0) {
    if (const auto hidden_for = faults->HiddenFor()) {
      const Timestamp visible_until = now - *hidden_for + Duration::Milliseconds(1);
      reading.hides =
          reading.run.KeepBefore(shard.log.FirstAtOrAfter(visible_until), subscription.position);
      // By then the hidden records are to be seen, unless the rule is drawn again.
      reading.next_heartbeat = std::min(reading.next_heartbeat, now + *hidden_for);
    }
  }
  reading.at_end = !reading.run.more && !shard.open();
  return reading;
}

// A fault that takes the place of an event. Nullopt: there is none.
std::optional<SubscriptionTurn> StrikeTurn(const Subscription& subscription, Timestamp now,
                                           FaultDraws& faults) {
  SubscriptionFaults struck = faults.OnTurn();
  SubscriptionTurn turn;
  if (struck.ends) {
    turn.exception = std::move(struck.exception);
    turn.hang_up = struck.hang_up;
    turn.ended = true;
    turn.changes = {SubscriptionClosed{subscription.id}};
    return turn;
  }
  if (!struck.silence) return std::nullopt;
  turn.changes = {SubscriptionSilenced{subscription.id, now + *struck.silence}};
  return turn;
}

// AWS: a consumer is given 2 MiB of a shard in a second (kinesis-api 7.1). A shard takes less than
// that, so that the quota is felt only by a consumer that is behind: it waits for the rest until
// what it was given has taken its time. Nullopt: it need not wait.
std::optional<Timestamp> PauseUntil(const Stream& stream, const Settings& settings,
                                    const RecordRun& run, Timestamp now) {
  if (!stream.limits_enforced.value_or(settings.enforce_rate_quotas)) return std::nullopt;
  const auto bytes = static_cast<std::int64_t>(run.bytes);
  const std::int64_t pause = bytes * 1000 / limits::kReadBytes.per_second;
  return pause == 0 ? std::nullopt : std::optional(now + Duration::Milliseconds(pause));
}

SubscriptionTurn ReadTurn(const State& state, const Stream& stream,
                          const Subscription& subscription, const Settings& settings, Timestamp now,
                          FaultDraws* faults) {
  SubscriptionTurn turn;
  if (subscription.silent_until && now < *subscription.silent_until) return turn;
  const Shard& shard = *stream.FindShard(subscription.shard);
  const Reading reading = Read(stream, subscription, settings, now, faults);
  const RecordRun& run = reading.run;
  if (run.count == 0 && !reading.at_end && !subscription.event_owed) {
    if (reading.hides) {
      turn.changes = {
          SubscriptionAdvanced{subscription.id, subscription.position, reading.next_heartbeat}};
    }
    return turn;
  }
  if (faults != nullptr) {
    if (auto struck = StrikeTurn(subscription, now, *faults)) return *std::move(struck);
  }
  if (!state.key_states().empty()) {
    const std::string reader = subscription.consumer_arn.ToString();
    if (const auto may = CheckMayDecrypt(state, stream, run, reader); !may) {
      turn.exception = may.error();
      turn.ended = true;
      turn.changes = {SubscriptionClosed{subscription.id}};
      return turn;
    }
  }
  const bool repeats = faults != nullptr && run.count > 0 && faults->Repeats();
  SubscribeToShardEvent& event = turn.event.emplace();
  event.records = RecordList(shard, run);
  const bool behind = run.more && run.count > 0;
  const Duration age = behind ? now - run.last_arrival : Duration{};
  event.millis_behind_latest = age.milliseconds;
  turn.notes = {stream.uid, subscription.consumer, shard.id, run.count, run.bytes, age};
  if (reading.at_end && !repeats) {
    event.child_shards = ChildShardsOf(stream, shard);
    turn.ended = true;
    turn.changes = {SubscriptionClosed{subscription.id}};
  } else {
    const ShardPosition next = repeats ? subscription.position : run.next;
    event.continuation_sequence_number = Continuation(shard, next);
    turn.more = repeats || (run.more && !reading.hides);
    turn.changes = {SubscriptionAdvanced{subscription.id, next, reading.next_heartbeat}};
    const auto pause = turn.more ? PauseUntil(stream, settings, run, now) : std::nullopt;
    if (pause) {
      turn.more = false;
      turn.changes.push_back(SubscriptionSilenced{subscription.id, *pause});
    }
  }
  return turn;
}

}  // namespace

SubscriptionTurn TakeTurn(const State& state, const Settings& settings, SubscriptionId id,
                          Timestamp now, FaultDraws* faults) {
  SubscriptionTurn turn;
  const Subscription* const subscription = state.FindSubscription(id);
  if (subscription == nullptr) {
    turn.ended = true;
    return turn;
  }
  if (subscription->ending) {
    turn.exception = LastWord(*subscription);
    turn.ended = true;
    turn.changes = {SubscriptionClosed{id}};
    return turn;
  }
  const Stream* const stream = state.FindStream(subscription->stream);
  RUNNEL_CHECK(stream != nullptr);
  return ReadTurn(state, *stream, *subscription, settings, now, faults);
}

void SubscriptionTurn::Encode(std::string& out) {
  if (event) {
    if (const auto loaded = event->records.Load(); !loaded) {
      exception = loaded.error();
      event.reset();
      more = false;
      ended = true;
    }
  }
  if (event) {
    event_stream::EventFrame frame(out);
    json::Write(kEventShape, &*event, out);
    frame.Finish();
  }
  if (exception) event_stream::AppendException(*exception, out);
}

}  // namespace runnel

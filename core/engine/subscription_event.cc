#include "core/engine/subscription_event.h"

#include "core/api/errors.h"
#include "core/base/check.h"
#include "core/model/limits.h"
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

SubscriptionTurn ReadTurn(const Stream& stream, const Subscription& subscription,
                          const Settings& settings, Timestamp now) {
  const Shard& shard = *stream.FindShard(subscription.shard);
  const RecordRun run = shard.log.Read(subscription.position, stream.TrimHorizon(now),
                                       static_cast<std::size_t>(limits::kGetRecordsMax),
                                       limits::kSubscriptionEventBytesMax);
  SubscriptionTurn turn;
  const bool at_end = !run.more && !shard.open();
  if (run.count == 0 && !at_end && !subscription.event_owed) return turn;
  SubscribeToShardEvent& event = turn.event.emplace();
  event.records = RecordList(shard, run);
  event.millis_behind_latest = run.more ? (now - run.last_arrival).milliseconds : 0;
  if (at_end) {
    event.child_shards = ChildShardsOf(stream, shard);
    turn.ended = true;
    turn.changes = {SubscriptionClosed{subscription.id}};
  } else {
    event.continuation_sequence_number = Continuation(shard, run.next);
    turn.more = run.more;
    turn.changes = {
        SubscriptionAdvanced{subscription.id, run.next, now + settings.subscription_heartbeat}};
  }
  return turn;
}

}  // namespace

SubscriptionTurn TakeTurn(const State& state, const Settings& settings, SubscriptionId id,
                          Timestamp now) {
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
  return ReadTurn(*stream, *subscription, settings, now);
}

void SubscriptionTurn::Encode(std::string& out) const {
  if (event) {
    event_stream::EventFrame frame(out);
    json::Write(kEventShape, &*event, out);
    frame.Finish();
  }
  if (exception) event_stream::AppendException(*exception, out);
}

}  // namespace runnel

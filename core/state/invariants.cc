#include "core/state/invariants.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace runnel {
namespace {

// Keeps the first violation that it is told of.
class Verdict {
 public:
  // `what` says what is wrong when `condition` is false.
  void Expect(bool condition, const char* what, const std::string& where) {
    if (!condition && text_.empty()) text_ = where + ": " + what;
  }
  bool sound() const { return text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

template <class List, class Item>
bool Holds(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

class StreamCheck {
 public:
  StreamCheck(const State& state, const Stream& stream, Verdict& verdict)
      : state_(state),
        stream_(stream),
        verdict_(verdict),
        where_("stream " + stream.name().text()) {}

  void Run() {
    Expect(state_.FindStream(stream_.arn.scope, stream_.name().text()) == &stream_,
           "its account does not list it");
    CheckStatus();
    CheckPlaces();
    if (verdict_.sound()) CheckTiling();
    stream_.ForEachKeptShard([this](const Shard& shard) {
      if (verdict_.sound()) CheckShard(shard);
    });
    for (const auto& [name, consumer] : stream_.consumers) {
      Expect(state_.FindConsumer(consumer->uid) == consumer, "it lists a consumer that is gone");
      Expect(consumer->arn.consumer.text() == name, "a consumer has another name");
    }
  }

 private:
  void Expect(bool condition, const char* what) { verdict_.Expect(condition, what, where_); }
  void ExpectOf(const Shard& shard, bool condition, const char* what) {
    if (!condition) verdict_.Expect(false, what, where_ + ", " + shard.id.ToString());
  }

  void CheckStatus() {
    const bool changing = stream_.status != StreamStatus::kActive;
    Expect(stream_.pending.has_value() == changing, "its pending change belies its status");
    Expect(state_.timers().IsArmed({TimerKind::kStream, stream_.uid.value}) == changing,
           "its timer belies its status");
    if (!stream_.pending) return;
    Expect(std::holds_alternative<PendingCreation>(*stream_.pending) ==
               (stream_.status == StreamStatus::kCreating),
           "only in CREATING a creation is pending");
    Expect(std::holds_alternative<PendingDeletion>(*stream_.pending) ==
               (stream_.status == StreamStatus::kDeleting),
           "only in DELETING a deletion is pending");
    Expect(stream_.status != StreamStatus::kCreating || stream_.shards.empty(),
           "it has shards before it is created");
  }

  // Everything stands where it is looked for.
  void CheckPlaces() {
    std::set<const Shard*> open;
    for (std::size_t i = 0; i < stream_.shards.size(); ++i) {
      const Shard* const shard = stream_.shards[i].get();
      if (shard == nullptr) continue;
      ExpectOf(*shard, static_cast<std::size_t>(shard->id.index) == i, "it stands elsewhere");
      if (shard->open()) open.insert(shard);
    }
    for (const auto& [id, shard] : stream_.withdrawn) {
      const auto place = static_cast<std::size_t>(id.index);
      ExpectOf(*shard, shard->id == id && place < stream_.shards.size(), "it stands elsewhere");
      ExpectOf(*shard, stream_.FindShard(id) == nullptr, "it is withdrawn, and there as well");
      ExpectOf(*shard, !shard->open(), "it is withdrawn, and open");
      ExpectOf(*shard, shard->subscriptions.empty(), "it is withdrawn, and subscribed to");
    }
    Expect(open.size() == stream_.open_shards.size(), "the list of open shards has another length");
    for (const OpenShard& entry : stream_.open_shards) {
      if (open.erase(entry.shard) == 0) {
        Expect(false, "the list of open shards names what is none");
        return;
      }
      Expect(entry.starting == entry.shard->range.starting, "an open shard begins elsewhere");
    }
    const auto group = static_cast<std::size_t>(Stream::kShardsPerSequenceGroup);
    Expect(stream_.next_sequence_index.size() == (stream_.shards.size() + group - 1) / group,
           "some shards have no sequence index");
    Expect(stream_.next_auto_place == 0 || stream_.next_auto_place < stream_.open_shards.size(),
           "the next place of AUTO distribution is none");
  }

  void CheckTiling() {
    Uint128 next = 0;
    for (const OpenShard& entry : stream_.open_shards) {
      const HashKeyRange& range = entry.shard->range;
      Expect(range.starting.value == next && range.starting <= range.ending,
             "the open shards do not tile the key space");
      next = range.ending.value + 1;
    }
    // The end of the last range, plus one, is 2^128, which is 0.
    Expect(next == 0, "the open shards do not tile the key space to its end");
    Expect(!stream_.open_shards.empty() || stream_.shards.empty(), "it has lost its open shards");
  }

  void CheckShard(const Shard& shard) {
    ExpectOf(shard, shard.parent || !shard.adjacent_parent, "it has only an adjacent parent");
    for (const auto& parent : {shard.parent, shard.adjacent_parent}) {
      if (parent) CheckLineage(shard, *parent);
    }
    if (shard.closed_at) {
      ExpectOf(shard, shard.closed_seconds >= shard.created_seconds, "it ends before it begins");
      ExpectOf(shard, !shard.children.empty(), "it is closed and has no child");
    } else {
      ExpectOf(shard, shard.children.empty(), "it is open and has a child");
    }
    const TimerKey retention{TimerKind::kRetention, stream_.uid.value, shard.id.index};
    const auto undelivered = state_.UndeliveredSince(stream_, shard);
    const bool forgets = !shard.log.empty() && undelivered != shard.log.OldestArrival();
    const bool withdrawn = stream_.FindShard(shard.id) == nullptr;
    const bool ends = shard.closed_at && !(withdrawn && undelivered);
    ExpectOf(shard, state_.timers().IsArmed(retention) == (forgets || ends),
             "its retention timer is wrong");
    for (const SubscriptionId id : shard.subscriptions) {
      const Subscription* const subscription = state_.FindSubscription(id);
      ExpectOf(shard,
               subscription != nullptr && subscription->stream == stream_.uid &&
                   subscription->shard == shard.id,
               "it lists a subscription that does not read it");
    }
    const std::set<SubscriptionId> distinct(shard.subscriptions.begin(), shard.subscriptions.end());
    ExpectOf(shard, distinct.size() == shard.subscriptions.size(), "it lists a subscription twice");
    CheckRecords(shard);
  }

  void CheckLineage(const Shard& child, ShardId parent_id) {
    ExpectOf(child, parent_id < child.id, "it is not younger than its parent");
    const Shard* const parent = stream_.FindShard(parent_id);
    if (parent == nullptr) return;  // expired
    ExpectOf(child, !parent->open(), "its parent is open");
    ExpectOf(child, Holds(parent->children, child.id), "its parent does not know it");
    ExpectOf(child, child.created_seconds > parent->closed_seconds,
             "its sequence numbers do not follow its parent's");
    ExpectOf(child,
             child.range.starting <= parent->range.ending &&
                 parent->range.starting <= child.range.ending,
             "it shares no key with its parent");
  }

  void CheckRecords(const Shard& shard) {
    const RecordRun run =
        shard.log.Read({}, Timestamp{std::numeric_limits<std::int64_t>::min()},
                       shard.log.record_count() + 1, std::numeric_limits<std::size_t>::max());
    ExpectOf(shard, run.count == shard.log.record_count(), "it counts its records wrong");
    ShardPosition least{0, shard.created_seconds};
    Timestamp arrival{std::numeric_limits<std::int64_t>::min()};
    std::size_t bytes = 0;
    for (const RecordSlice& slice : run.slices) {
      for (std::size_t i = slice.first; i < slice.first + slice.count; ++i) {
        const ShardPosition position = slice.chunk->PositionAt(i);
        ExpectOf(shard, position >= least, "its records do not rise");
        ExpectOf(shard, position.seconds >= shard.created_seconds,
                 "a record is older than the shard");
        ExpectOf(shard, !shard.closed_at || position.seconds <= shard.closed_seconds,
                 "a record is younger than the shard's end");
        ExpectOf(shard, slice.chunk->ArrivalAt(i) >= arrival, "its records' arrivals go back");
        least = position.Next();
        arrival = slice.chunk->ArrivalAt(i);
        bytes += slice.chunk->BytesAt(i);
      }
    }
    ExpectOf(shard, bytes == shard.log.record_bytes(), "it counts its bytes wrong");
    ExpectOf(shard, shard.log.end().index < stream_.NextSequenceIndex(shard.id),
             "the next sequence index was used before");
  }

  const State& state_;
  const Stream& stream_;
  Verdict& verdict_;
  const std::string where_;
};

// What an account lists is what there is: no entry of a map points to what is gone.
void CheckAccounts(const State& state, Verdict& verdict) {
  struct Counts {
    std::size_t streams = 0;
    AccountUsage usage;
    std::size_t channels = 0;
  };
  std::map<Scope, Counts> counts;
  for (const auto& [scope, account] : state.accounts()) counts[scope];
  state.ForEachStream([&](const Stream& stream) {
    Counts& count = counts[stream.arn.scope];
    ++count.streams;
    count.usage += AccountUsage::Of(stream);
  });
  state.ForEachChannel([&](const Channel& channel) { ++counts[channel.arn.scope].channels; });
  for (const auto& [scope, count] : counts) {
    const Account& account = state.AccountIn(scope);
    const std::string where = "account " + scope.account.text() + " in " + scope.region.text();
    verdict.Expect(account.streams.size() == count.streams, "it lists another number of streams",
                   where);
    verdict.Expect(account.usage == count.usage, "it counts wrong what its streams use", where);
    verdict.Expect(account.channels.size() == count.channels, "it lists another number of channels",
                   where);
  }
}

void CheckConsumer(const State& state, const Consumer& consumer, Verdict& verdict) {
  const std::string where = "consumer " + consumer.arn.consumer.text();
  const Stream* const stream = state.FindStream(consumer.stream);
  verdict.Expect(stream != nullptr, "its stream is gone", where);
  if (stream == nullptr) return;
  const auto entry = stream->consumers.find(consumer.arn.consumer.text());
  verdict.Expect(entry != stream->consumers.end() && entry->second == &consumer,
                 "its stream does not list it", where);
  verdict.Expect(consumer.arn.stream == stream->arn, "its ARN is of another stream", where);
  verdict.Expect(state.timers().IsArmed({TimerKind::kConsumer, consumer.uid.value}) ==
                     (consumer.status != ConsumerStatus::kActive),
                 "its timer belies its status", where);
}

void CheckChannel(const State& state, const Channel& channel, Verdict& verdict) {
  const std::string where = "channel " + channel.name.text();
  const auto& listed = state.AccountIn(channel.arn.scope).channels;
  const auto entry = listed.find(channel.name.text());
  verdict.Expect(entry != listed.end() && entry->second == &channel, "its account does not list it",
                 where);
  const bool settled =
      channel.status == ChannelStatus::kActive || channel.status == ChannelStatus::kFailed;
  const bool tries_bucket = channel.status == ChannelStatus::kCreating && channel.flush;
  verdict.Expect(state.timers().IsArmed({TimerKind::kChannel, channel.uid.value}) ==
                     !(settled || tries_bucket),
                 "its timer belies its status", where);
  const bool armed = state.timers().IsArmed({TimerKind::kDelivery, channel.uid.value});
  const bool owes = state.UndeliveredSince(channel).has_value();
  verdict.Expect(owes ? armed || channel.flush : !armed, "nothing will deliver its records", where);
  const Stream* const stream = state.FindStream(channel.stream);
  if (stream == nullptr) return;
  verdict.Expect(Holds(stream->channels, &channel), "its stream does not list it", where);
  for (const auto& [shard, position] : channel.delivered) {
    verdict.Expect(stream->FindKeptShard(shard) != nullptr, "it knows a shard that is gone", where);
  }
  std::uint64_t bytes = 0;
  stream->ForEachKeptShard([&](const Shard& shard) {
    if (channel.delivers()) bytes += shard.log.BytesFrom(channel.NextOf(shard.id));
  });
  verdict.Expect(bytes == channel.undelivered_bytes, "it counts its bytes wrong", where);
}

void CheckMapping(const State& state, const EventSourceMapping& mapping, Verdict& verdict) {
  const std::string where = "event source mapping " + mapping.uuid;
  const bool settled =
      mapping.state == MappingState::kEnabled || mapping.state == MappingState::kDisabled;
  verdict.Expect(state.timers().IsArmed({TimerKind::kMapping, mapping.uid.value}) == !settled,
                 "its timer belies its state", where);
  const Stream* const stream = state.FindStream(mapping.stream);
  if (stream == nullptr) return;
  for (const auto& [shard, progress] : mapping.shards) {
    verdict.Expect(stream->FindShard(shard) != nullptr, "it knows a shard that is gone", where);
    verdict.Expect(!progress.lanes.empty() || progress.done, "a shard of it has no lanes", where);
  }
}

void CheckSubscription(const State& state, const Subscription& subscription, Verdict& verdict) {
  const std::string where = "subscription " + std::to_string(subscription.id.value);
  const Stream* const stream = state.FindStream(subscription.stream);
  const Shard* const shard = stream == nullptr ? nullptr : stream->FindShard(subscription.shard);
  verdict.Expect(shard == nullptr || Holds(shard->subscriptions, subscription.id),
                 "its shard does not list it", where);
  // What ends may outlive what it read: its client has still to be told.
  if (subscription.ending) return;
  verdict.Expect(shard != nullptr, "its shard is gone", where);
  const Consumer* const consumer = state.FindConsumer(subscription.consumer);
  verdict.Expect(consumer != nullptr && consumer->stream == subscription.stream,
                 "its consumer is gone", where);
  verdict.Expect(state.timers().IsArmed({TimerKind::kSubscription, subscription.id.value}),
                 "it has no timer", where);
}

bool Exists(const State& state, const TimerKey& key) {
  switch (key.kind) {
    case TimerKind::kStream:
    case TimerKind::kScaling:
      return state.FindStream(StreamUid{key.id}) != nullptr;
    case TimerKind::kConsumer:
      return state.FindConsumer(ConsumerUid{key.id}) != nullptr;
    case TimerKind::kChannel:
    case TimerKind::kDelivery:
      return state.FindChannel(ChannelUid{key.id}) != nullptr;
    case TimerKind::kRetention: {
      const Stream* const stream = state.FindStream(StreamUid{key.id});
      return stream != nullptr && stream->FindKeptShard({key.shard}) != nullptr;
    }
    case TimerKind::kSubscription:
      return state.FindSubscription({key.id}) != nullptr;
    case TimerKind::kStack:
      return state.FindStack(StackUid{key.id}) != nullptr;
    case TimerKind::kMapping:
      return state.FindMapping(MappingUid{key.id}) != nullptr;
  }
  return false;
}

}  // namespace

std::string FindViolation(const State& state) {
  Verdict verdict;
  state.ForEachStream([&](const Stream& stream) { StreamCheck(state, stream, verdict).Run(); });
  std::size_t memory = 0;
  state.ForEachStream([&](const Stream& stream) {
    stream.ForEachKeptShard([&](const Shard& shard) { memory += shard.log.memory_bytes(); });
  });
  verdict.Expect(memory == state.record_memory(), "it counts its memory wrong", "the state");
  CheckAccounts(state, verdict);
  state.ForEachConsumer([&](const Consumer& consumer) { CheckConsumer(state, consumer, verdict); });
  state.ForEachChannel([&](const Channel& channel) { CheckChannel(state, channel, verdict); });
  state.ForEachSubscription(
      [&](const Subscription& subscription) { CheckSubscription(state, subscription, verdict); });
  for (const auto& [uid, mapping] : state.mappings()) CheckMapping(state, mapping, verdict);
  for (const auto& [key, due] : state.timers().all()) {
    verdict.Expect(Exists(state, key), "it is armed for what is gone",
                   "timer of " + std::to_string(key.id));
  }
  return verdict.text();
}

}  // namespace runnel

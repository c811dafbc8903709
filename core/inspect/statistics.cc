#include "core/inspect/statistics.h"

#include <algorithm>
#include <variant>

namespace runnel {

const ShardStatistics& StreamStatistics::Of(ShardId shard) const {
  static const ShardStatistics kNothing;
  const auto index = static_cast<std::size_t>(shard.index);
  return index < shards.size() && shards[index] ? *shards[index] : kNothing;
}

const StreamStatistics& Statistics::Of(StreamUid stream) const {
  static const StreamStatistics kNothing;
  const auto entry = streams_.find(stream.value);
  return entry == streams_.end() ? kNothing : *entry->second;
}

StreamStatistics& Statistics::FindStream(StreamUid stream) {
  auto& entry = streams_[stream.value];
  if (!entry) entry = std::make_unique<StreamStatistics>();
  latest_uid_ = stream;
  latest_ = entry.get();
  return *latest_;
}

ShardStatistics& Statistics::AddShard(StreamStatistics& stream, std::size_t index) {
  if (index >= stream.shards.size()) stream.shards.resize(index + 1);
  if (!stream.shards[index]) stream.shards[index] = std::make_unique<ShardStatistics>();
  return *stream.shards[index];
}

void Statistics::Forget(StreamUid stream, ShardId shard) {
  auto& shards = StreamOf(stream).shards;
  const auto index = static_cast<std::size_t>(shard.index);
  if (index < shards.size()) shards[index].reset();
}

void Statistics::AddOutgoing(StreamStatistics& stream, ShardStatistics& shard, Timestamp now,
                             std::uint64_t records, std::uint64_t bytes) {
  shard.outgoing.Add(now.seconds(), records, bytes);
  stream.outgoing.records += records;
  stream.outgoing.bytes += bytes;
}

void Statistics::Clear() {
  streams_.clear();
  latest_ = nullptr;
  last_call_ = nullptr;
}

void Statistics::Observe(const Mutation& mutation) {
  if (const auto* const appended = std::get_if<RecordsAppended>(&mutation)) {
    StreamStatistics& stream = StreamOf(appended->uid);
    const std::int64_t second = appended->at.seconds();
    for (const NewRecord& record : appended->records) {
      const std::size_t size = record.data.size() + record.partition_key.size();
      ShardOf(stream, record.shard).incoming.Add(second, 1, size);
      stream.incoming.bytes += size;
    }
    stream.incoming.records += appended->records.size();
  } else if (const auto* const deleted = std::get_if<StreamDeleted>(&mutation)) {
    streams_.erase(deleted->uid.value);
    latest_ = nullptr;
    last_call_ = nullptr;
  } else if (const auto* const deregistered = std::get_if<ConsumerDeleted>(&mutation)) {
    for (auto& [uid, stream] : streams_) stream->consumers.erase(deregistered->uid);
    last_call_ = nullptr;
  } else if (const auto* const withdrawn = std::get_if<ShardWithdrawn>(&mutation)) {
    Forget(withdrawn->uid, withdrawn->shard);
  } else if (const auto* const expired = std::get_if<ShardExpired>(&mutation)) {
    Forget(expired->uid, expired->shard);
  } else if (std::holds_alternative<StateCleared>(mutation) ||
             std::holds_alternative<StateReplaced>(mutation)) {
    Clear();
  }
}

void Statistics::NoteRead(StreamStatistics& stream, const CallNotes& notes, Timestamp now) {
  ShardStatistics& shard = ShardOf(stream, notes.shard);
  AddOutgoing(stream, shard, now, notes.records, notes.bytes);
  shard.iterator_age = notes.behind;
  stream.iterator_age = notes.behind;
  auto reader =
      std::find_if(shard.readers.begin(), shard.readers.end(),
                   [&](const ShardReader& candidate) { return candidate.position == notes.from; });
  if (reader == shard.readers.end()) {
    if (shard.readers.size() < ShardStatistics::kReadersMax) {
      reader = shard.readers.emplace(reader);
    } else {
      reader = std::min_element(
          shard.readers.begin(), shard.readers.end(),
          [](const ShardReader& a, const ShardReader& b) { return a.last_call < b.last_call; });
      *reader = {};
    }
  }
  reader->position = notes.next;
  reader->last_call = now;
  ++reader->calls;
}

void Statistics::NoteRefusals(StreamStatistics& stream, const CallNotes& notes) {
  for (const RefusedRecord& record : notes.refused) {
    ++stream.refused_records;
    if (!record.throttled) continue;
    ++stream.throttled_records;
    ++stream.throttled_writes;
    ++ShardOf(stream, record.shard).throttled_writes;
  }
}

void Statistics::Note(const CallNotes& notes, Timestamp now, bool succeeded, bool throttled) {
  last_call_ = nullptr;
  if (notes.call == CountedCall::kNone || notes.stream == StreamUid{}) return;
  StreamStatistics& stream = StreamOf(notes.stream);
  CallTally* tally = &stream.get_records;
  if (notes.call == CountedCall::kPutRecord) tally = &stream.put_record;
  if (notes.call == CountedCall::kPutRecords) tally = &stream.put_records;
  if (notes.call == CountedCall::kSubscribeToShard) {
    ConsumerStatistics& consumer = stream.consumers[notes.consumer];
    tally = &consumer.subscribe;
    if (throttled) ++consumer.rate_exceeded;
  }
  last_call_ = tally;
  ++tally->calls;
  if (throttled && notes.call == CountedCall::kPutRecord) {
    ++stream.throttled_writes;
    ++ShardOf(stream, notes.shard).throttled_writes;
  }
  if (throttled && notes.call == CountedCall::kGetRecords) {
    ++stream.throttled_reads;
    ++ShardOf(stream, notes.shard).throttled_reads;
  }
  if (!succeeded) return;
  ++tally->succeeded;
  tally->records += notes.records;
  tally->bytes += notes.bytes;
  if (notes.call == CountedCall::kGetRecords) NoteRead(stream, notes, now);
  if (!notes.refused.empty()) NoteRefusals(stream, notes);
}

void Statistics::NoteDuration(std::uint64_t microseconds) {
  if (last_call_ == nullptr) return;
  ++last_call_->timed;
  last_call_->microseconds += microseconds;
}

void Statistics::Note(const EventNotes& notes, Timestamp now) {
  StreamStatistics& stream = StreamOf(notes.stream);
  AddOutgoing(stream, ShardOf(stream, notes.shard), now, notes.records, notes.bytes);
  ConsumerStatistics& consumer = stream.consumers[notes.consumer];
  ++consumer.events.calls;
  ++consumer.events.succeeded;
  consumer.events.records += notes.records;
  consumer.events.bytes += notes.bytes;
  consumer.behind = notes.behind;
}

}  // namespace runnel

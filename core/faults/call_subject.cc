#include "core/faults/call_subject.h"

#include "core/base/whole_number.h"
#include "core/model/hash_key.h"
#include "core/model/shard_iterator.h"

namespace runnel {
namespace {

// The number of "shardId-000000000005"; what the service refuses names no shard.
std::optional<ShardId> ReadShardId(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) text.remove_prefix(dash + 1);
  const auto index = ReadWholeNumber<decltype(ShardId::index)>(text);
  return index ? std::optional(ShardId{*index}) : std::nullopt;
}

class Reader {
 public:
  Reader(const State& state, SealKey token_key, const Scope& caller, CallSubject& subject)
      : state_(state), token_key_(token_key), caller_(caller), subject_(subject) {}

  void Read(const Shape& shape, const void* input) {
    for (const Member& member : shape.members) {
      const std::string_view text =
          member.access.text == nullptr ? std::string_view() : member.access.text(input);
      if (text.data() != nullptr) TakeText(member.name, text);
    }
    if (!subject_.stream_arn) return;
    subject_.stream =
        state_.FindStream(subject_.stream_arn->scope, subject_.stream_arn->stream.text());
    ReadRecords(shape, input);
  }

 private:
  void TakeText(std::string_view name, std::string_view text) {
    if (name == "StreamName" && !subject_.stream_arn) {
      subject_.stream_arn = StreamArn{caller_, StreamName(text)};
    } else if (name == "StreamARN" || name == "ConsumerARN" || name == "ResourceARN") {
      TakeArn(text);
    } else if (name == "ShardId" || name == "ShardToSplit" || name == "ShardToMerge") {
      subject_.shard = ReadShardId(text);
    } else if (name == "ConsumerName") {
      subject_.consumer_name = text;
    } else if (name == "ShardIterator") {
      TakeIterator(text);
    }
  }

  void TakeArn(std::string_view text) {
    const std::optional<ResourceArn> arn = ParseResourceArn(text);
    if (!arn) return;
    if (const auto* stream = std::get_if<StreamArn>(&*arn)) subject_.stream_arn = *stream;
    if (const auto* consumer = std::get_if<ConsumerArn>(&*arn)) {
      subject_.stream_arn = consumer->stream;
      subject_.consumer_name = consumer->consumer.text();
    }
  }

  void TakeIterator(std::string_view text) {
    const auto iterator = ShardIterator::Open(token_key_, text);
    if (!iterator) return;
    subject_.stream_arn = StreamArn{iterator->scope, iterator->stream};
    subject_.shard = iterator->shard;
    subject_.iterator_issued = iterator->issued;
  }

  // PutRecord is itself a record; the elements of a list with partition keys are others.
  void ReadRecords(const Shape& shape, const void* input) {
    if (TakeRecord(shape, input)) return;
    for (const Member& member : shape.members) {
      const Shape& list = *member.shape;
      if (list.kind != ShapeKind::kList || list.element->kind != ShapeKind::kStructure) continue;
      const void* const value = member.access.get(input);
      if (value == nullptr) continue;
      element_shape_ = list.element;
      list.list->for_each(value, this, [](void* self, const void* element) {
        auto& reader = *static_cast<Reader*>(self);
        reader.TakeRecord(*reader.element_shape_, element);
      });
    }
  }

  bool TakeRecord(const Shape& shape, const void* record) {
    std::string_view data;
    std::string_view partition_key;
    std::string_view explicit_hash_key;
    for (const Member& member : shape.members) {
      if (member.name == "Data") data = member.access.text(record);
      if (member.name == "PartitionKey") partition_key = member.access.text(record);
      if (member.name == "ExplicitHashKey") explicit_hash_key = member.access.text(record);
    }
    if (data.data() == nullptr) return false;
    subject_.records.push_back({ShardOf(partition_key, explicit_hash_key), partition_key});
    return true;
  }

  std::optional<ShardId> ShardOf(std::string_view partition_key,
                                 std::string_view explicit_hash_key) const {
    const Stream* const stream = subject_.stream;
    const bool chosen = stream != nullptr && !stream->open_shards.empty() &&
                        stream->distribution == RecordDistributionStrategy::kUserPartitionKey;
    if (!chosen) return std::nullopt;
    if (explicit_hash_key.data() == nullptr) {
      return stream->ShardFor(HashKey::OfPartitionKey(partition_key)).id;
    }
    const auto key = HashKey::Parse(explicit_hash_key);
    if (!key) return std::nullopt;
    return stream->ShardFor(*key).id;
  }

  const State& state_;
  const SealKey token_key_;
  const Scope& caller_;
  CallSubject& subject_;
  const Shape* element_shape_ = nullptr;
};

}  // namespace

CallSubject SubjectOf(const State& state, SealKey token_key, const Scope& caller,
                      std::string_view operation, const Shape& shape, const void* input) {
  CallSubject subject;
  subject.operation = operation;
  subject.account = caller.account;
  Reader(state, token_key, caller, subject).Read(shape, input);
  if (subject.records.size() == 1) subject.shard = subject.records.front().shard;
  return subject;
}

CallSubject SubjectOf(const State& state, const Subscription& subscription) {
  CallSubject subject;
  subject.operation = "SubscribeToShard";
  subject.account = subscription.consumer_arn.stream.scope.account;
  subject.stream_arn = subscription.consumer_arn.stream;
  subject.stream = state.FindStream(subscription.stream);
  subject.shard = subscription.shard;
  subject.consumer_name = subscription.consumer_arn.consumer.text();
  return subject;
}

}  // namespace runnel

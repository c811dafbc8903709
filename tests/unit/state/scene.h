// A state and the few words that tests need to bring it about: each makes the mutations that the
// emulator would make, and applies them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/state/state.h"

namespace runnel {

class Scene {
 public:
  static Scope HomeScope() { return {AccountId("000000000000"), Region("us-east-1")}; }
  static StreamArn ArnOf(std::string_view name) { return {HomeScope(), StreamName(name)}; }

  State state;
  Timestamp now{1'700'000'000'000};

  void Advance(Duration duration) { now = now + duration; }
  const Stream& StreamOf(StreamUid uid) const;
  const Shard& ShardOf(StreamUid uid, std::int32_t shard) const;
  // When the thing is due; nullopt when no timer is armed.
  std::optional<Timestamp> DueOf(const TimerKey& key) const;

  // In CREATING, due in a second.
  StreamUid StartCreating(std::string_view name, std::int32_t shard_count = 1);
  // Gives a stream its first shards and makes it ACTIVE.
  void FinishCreating(StreamUid uid);
  // ACTIVE at once.
  StreamUid CreateStream(std::string_view name, std::int32_t shard_count = 1);
  void Split(StreamUid uid, std::int32_t shard);
  // Merges a shard with its upper neighbour.
  void Merge(StreamUid uid, std::int32_t shard, std::int32_t adjacent);
  // One record with the next sequence index.
  void Put(StreamUid uid, std::int32_t shard, std::string_view data = "data");
  // Trims what is too old, and removes closed shards whose time is over, as far as channels do not
  // hold them.
  void Retain(StreamUid uid);
  // ACTIVE at once.
  ConsumerUid Register(StreamUid uid, std::string_view name);
  SubscriptionId Subscribe(ConsumerUid consumer, std::int32_t shard);
  ChannelUid CreateChannel(StreamUid uid, std::string_view name);
  // Makes it ACTIVE: what is put from now on is to be delivered.
  void StartChannel(ChannelUid uid);
  void DeliverAll(ChannelUid uid);

 private:
  void Replace(StreamUid uid, const std::vector<ShardId>& closed,
               const std::vector<HashKeyRange>& ranges);
};

}  // namespace runnel

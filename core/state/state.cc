#include "core/state/state.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/state/applied_counts.h"

namespace runnel {
namespace {

template <class Map, class Uid>
auto* Find(const Map& map, Uid uid) {
  const auto entry = map.find(uid.value);
  return entry == map.end() ? nullptr : entry->second.get();
}

template <class Map, class Uid>
auto& Get(const Map& map, Uid uid) {
  auto* const found = Find(map, uid);
  RUNNEL_CHECK(found != nullptr);
  return *found;
}

}  // namespace

const Shard& Stream::ShardFor(HashKey key) const {
  RUNNEL_CHECK(!open_shards.empty());
  const auto after = std::upper_bound(
      open_shards.begin(), open_shards.end(), key,
      [](HashKey sought, const OpenShard& shard) { return sought < shard.starting; });
  return *std::prev(after)->shard;
}

const Shard* Stream::FindKeptShard(ShardId id) const {
  if (const Shard* const shard = FindShard(id)) return shard;
  const auto found = withdrawn.find(id);
  return found == withdrawn.end() ? nullptr : found->second.get();
}

namespace {

thread_local AppliedCounts applied_counts{};

}  // namespace

const AppliedCounts& CountApplied() { return applied_counts; }

void State::Apply(const Mutation& mutation) {
  std::visit([this](const auto& m) { On(m); }, mutation);
  ++applied_counts[mutation.index()];
}

const Account& State::AccountIn(const Scope& scope) const {
  static const Account kEmpty;
  const auto entry = accounts_.find(scope);
  return entry == accounts_.end() ? kEmpty : entry->second;
}

const Stream* State::FindStream(const Scope& scope, std::string_view name) const {
  const Account& account = AccountIn(scope);
  const auto entry = account.streams.find(name);
  return entry == account.streams.end() ? nullptr : entry->second;
}

const Stream* State::FindStream(StreamUid uid) const { return Find(streams_, uid); }

const Consumer* State::FindConsumer(ConsumerUid uid) const { return Find(consumers_, uid); }

const Consumer* State::FindConsumer(const ConsumerArn& arn) const {
  const Stream* const stream = FindStream(arn.stream.scope, arn.stream.stream.text());
  if (stream == nullptr) return nullptr;
  const auto entry = stream->consumers.find(arn.consumer.text());
  if (entry == stream->consumers.end()) return nullptr;
  return entry->second->arn.created_seconds == arn.created_seconds ? entry->second : nullptr;
}

const Channel* State::FindChannel(ChannelUid uid) const { return Find(channels_, uid); }

const Channel* State::FindChannel(const ChannelArn& arn) const {
  for (const auto& [name, channel] : AccountIn(arn.scope).channels) {
    if (channel->arn.channel == arn.channel) return channel;
  }
  return nullptr;
}

const Subscription* State::FindSubscription(SubscriptionId id) const {
  const auto entry = subscriptions_.find(id);
  return entry == subscriptions_.end() ? nullptr : &entry->second;
}

std::vector<SubscriptionId> State::TakeReady() {
  std::vector<SubscriptionId> taken;
  taken.swap(ready_);
  for (const SubscriptionId id : taken) {
    const auto entry = subscriptions_.find(id);
    if (entry != subscriptions_.end()) entry->second.ready = false;
  }
  return taken;
}

Stream& State::StreamOf(StreamUid uid) { return Get(streams_, uid); }

Shard& State::ShardOf(StreamUid uid, ShardId id) {
  Stream& stream = StreamOf(uid);
  if (stream.FindShard(id) != nullptr) return *stream.shards[static_cast<std::size_t>(id.index)];
  const auto withdrawn = stream.withdrawn.find(id);
  RUNNEL_CHECK(withdrawn != stream.withdrawn.end());
  return *withdrawn->second;
}

Consumer& State::ConsumerOf(ConsumerUid uid) { return Get(consumers_, uid); }

Channel& State::ChannelOf(ChannelUid uid) { return Get(channels_, uid); }

Subscription& State::SubscriptionOf(SubscriptionId id) {
  const auto entry = subscriptions_.find(id);
  RUNNEL_CHECK(entry != subscriptions_.end());
  return entry->second;
}

AccountUsage& State::UsageOf(const Stream& stream) { return accounts_[stream.arn.scope].usage; }

TagMap& State::TagsOf(const std::variant<StreamUid, ConsumerUid, ChannelUid>& resource) {
  if (const auto* stream = std::get_if<StreamUid>(&resource)) return StreamOf(*stream).tags;
  if (const auto* consumer = std::get_if<ConsumerUid>(&resource)) return ConsumerOf(*consumer).tags;
  return ChannelOf(std::get<ChannelUid>(resource)).tags;
}

void State::On(const TagsChanged& m) {
  TagMap& tags = TagsOf(m.resource);
  for (const auto& [key, value] : m.set) tags.insert_or_assign(key, value);
  for (const std::string& key : m.removed) tags.erase(key);
}

void State::On(const PolicyChanged& m) {
  if (const auto* stream = std::get_if<StreamUid>(&m.resource)) {
    StreamOf(*stream).policy = m.policy;
  } else {
    ConsumerOf(std::get<ConsumerUid>(m.resource)).policy = m.policy;
  }
}

void State::On(const BillingCommitmentChanged& m) { accounts_[m.scope].commitment = m.commitment; }

const Function* State::FindFunction(const Scope& scope, std::string_view name) const {
  const Account& account = AccountIn(scope);
  const auto entry = account.functions.find(name);
  return entry == account.functions.end() ? nullptr : &entry->second;
}

void State::On(const FunctionPut& m) {
  accounts_[m.function.scope].functions.insert_or_assign(m.function.name, m.function);
}

void State::On(const FunctionDeleted& m) { accounts_[m.scope].functions.erase(m.name); }

void State::On(const EventQueued& m) { queued_events_.emplace(m.event.id, m.event); }

void State::On(const EventFailed& m) { ++queued_events_.at(m.id).failures; }

void State::On(const EventEnded& m) { queued_events_.erase(m.id); }

void State::On(const StateCleared&) { Become(State()); }

void State::On(const StateReplaced& m) { Become(std::move(*m.by)); }

void State::Become(State&& other) {
  other.last_subscription_id_ = last_subscription_id_;
  other.channel_object_bytes_ = channel_object_bytes_;
  other.ready_.clear();
  for (const auto& [id, subscription] : subscriptions_) other.ready_.push_back(id);
  *this = std::move(other);
}

}  // namespace runnel

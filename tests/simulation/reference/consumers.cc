// Registered consumers and channels (kinesis-api 4.24 to 4.26, 8; 45.2).
#include <algorithm>

#include "tests/simulation/reference/reference.h"

namespace runnel::simulation {
namespace {

using Status = ReferenceConsumer::Status;

}  // namespace

ReferenceConsumer* Reference::FindConsumer(const std::string& name, const std::string& consumer) {
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return nullptr;
  const auto found = stream->consumers.find(consumer);
  return found == stream->consumers.end() ? nullptr : &found->second;
}

Expected Reference::RegisterConsumer(const std::string& name, const std::string& consumer,
                                     const Tags& tags) {
  constexpr std::size_t kMost = 20;
  constexpr std::size_t kMostWithCommitment = 50;
  constexpr int kCreatingMost = 5;
  if (const auto e = Count("RegisterStreamConsumer", name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (stream->consumers.contains(consumer)) return Expected::kConsumerExists;
  const bool committed = commitment_.InForce(now_);
  const std::size_t most = committed ? kMostWithCommitment : kMost;
  const Limit limit = committed ? Limit::kConsumersOfAdvantage : Limit::kConsumers;
  if (!Leaves(stream->consumers.size() < most, limit)) return Expected::kConsumerLimit;
  const auto creating =
      std::count_if(stream->consumers.begin(), stream->consumers.end(),
                    [](const auto& named) { return named.second.status == Status::kCreating; });
  if (settings_.limits && !Leaves(creating < kCreatingMost, Limit::kConsumersCreating)) {
    return Expected::kConsumersCreating;
  }
  if (const auto e = Strike("RegisterStreamConsumer", name); e != Expected::kSuccess) return e;
  ReferenceConsumer& registered = stream->consumers[consumer];
  registered.name = consumer;
  registered.arn = ArnOf(name) + "/consumer/" + consumer + ":" + std::to_string(now_ / kSecond);
  registered.incarnation = ++incarnations_;
  registered.created = now_;
  registered.tags = tags;
  registered.due = now_ + settings_.register_delay;
  DoWhatIsDue();
  return Expected::kSuccess;
}

Expected Reference::DescribeConsumer(const std::string& name, const std::string& consumer,
                                     bool by_arn) {
  if (const auto e = Count("DescribeStreamConsumer", name); e != Expected::kSuccess) return e;
  if (!by_arn && Find(name) == nullptr) return Expected::kStreamNotFound;
  if (FindConsumer(name, consumer) == nullptr) return Expected::kConsumerNotFound;
  return Strike("DescribeStreamConsumer", name);
}

Expected Reference::DeregisterConsumer(const std::string& name, const std::string& consumer,
                                       bool by_arn) {
  if (const auto e = Count("DeregisterStreamConsumer", name); e != Expected::kSuccess) return e;
  if (!by_arn && Find(name) == nullptr) return Expected::kStreamNotFound;
  ReferenceConsumer* const found = FindConsumer(name, consumer);
  if (found == nullptr) return Expected::kConsumerNotFound;
  if (const auto e = Strike("DeregisterStreamConsumer", name); e != Expected::kSuccess) return e;
  if (found->status == Status::kDeleting) return Expected::kSuccess;
  found->status = Status::kDeleting;
  found->due = now_ + settings_.deregister_delay;
  DoWhatIsDue();
  return Expected::kSuccess;
}

Expected Reference::UseConsumer(const std::string& arn) const {
  for (const auto& [name, stream] : streams_) {
    for (const auto& [consumer_name, consumer] : stream.consumers) {
      if (consumer.arn != arn) continue;
      return consumer.status == Status::kActive ? Expected::kSuccess : Expected::kConsumerNotActive;
    }
  }
  return Expected::kConsumerNotFound;
}

Expected Reference::SpendSubscribe(const std::string& name, const std::string& consumer,
                                   int shard) {
  ReferenceStream* const stream = Find(name);
  if (!LimitsHold(*stream)) return Expected::kSuccess;
  ReferenceBucket& bucket = FindConsumer(name, consumer)->subscribe_calls[shard];
  if (!Leaves(Has(bucket, 1, 1, 1), Limit::kSubscribeCalls)) {
    return Expected::kSubscribeRateExceeded;
  }
  Take(bucket, 1, 1, 1);
  return Expected::kSuccess;
}

bool Reference::HasChannel(const ReferenceStream& stream) const {
  return std::any_of(channels_.begin(), channels_.end(), [&stream](const auto& named) {
    return named.second.incarnation == stream.incarnation &&
           named.second.status != ReferenceChannel::Status::kDeleting;
  });
}

namespace {

std::size_t CountPut(const std::map<std::string, ReferenceStream>& streams,
                     const ReferenceChannel& channel) {
  const auto found = streams.find(channel.stream);
  if (found == streams.end()) return 0;
  std::size_t count = 0;
  for (const ReferenceShard& shard : found->second.shards) count += shard.records.size();
  return count;
}

}  // namespace

void Reference::BeginChannel(ReferenceChannel& channel) const {
  channel.put_before = CountPut(streams_, channel);
}

std::size_t Reference::PutSinceStart(const ReferenceChannel& channel) const {
  return CountPut(streams_, channel) - channel.put_before;
}

Expected Reference::CreateChannel(const std::string& channel, const std::string& name,
                                  int freshness) {
  if (const auto e = Count("CreateChannel", name); e != Expected::kSuccess) return e;
  if (freshness < 300 || freshness > 900) return Expected::kChannelFreshness;
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return Expected::kStreamNotFound;
  const bool usable = stream->status == ReferenceStream::Status::kActive ||
                      stream->status == ReferenceStream::Status::kUpdating;
  if (!usable) return Expected::kStreamNotActive;
  // What it is about to become counts as well as what it is.
  ReferenceSettingsChange pending;
  if (stream->status == ReferenceStream::Status::kUpdating) pending = stream->change.settings;
  constexpr std::string_view kManagedKey = "alias/aws/kinesis";
  const bool on_demand = stream->on_demand && pending.on_demand.value_or(true);
  if (!on_demand) return Expected::kChannelOnProvisioned;
  if (stream->key == kManagedKey || pending.key == kManagedKey) return Expected::kChannelManagedKey;
  if (channels_.contains(channel)) return Expected::kChannelExists;
  const bool has_one = std::any_of(channels_.begin(), channels_.end(), [stream](const auto& named) {
    return named.second.incarnation == stream->incarnation;
  });
  if (has_one) return Expected::kChannelOfType;
  if (static_cast<int>(channels_.size()) >= settings_.channel_limit) return Expected::kChannelLimit;
  if (const auto e = Strike("CreateChannel", name); e != Expected::kSuccess) return e;
  ReferenceChannel& created = channels_[channel];
  created.name = channel;
  created.stream = name;
  created.incarnation = stream->incarnation;
  created.due = now_ + settings_.create_delay;
  DoWhatIsDue();
  return Expected::kSuccess;
}

namespace {

ReferenceChannel* ByArn(std::map<std::string, ReferenceChannel>& channels, const std::string& arn) {
  for (auto& [name, channel] : channels) {
    if (channel.arn == arn) return &channel;
  }
  return nullptr;
}

}  // namespace

Expected Reference::UpdateChannel(const std::string& arn, int freshness) {
  if (const auto e = Count("UpdateChannel", {}); e != Expected::kSuccess) return e;
  ReferenceChannel* const channel = ByArn(channels_, arn);
  if (channel == nullptr) return Expected::kChannelNotFound;
  if (freshness < 300 || freshness > 900) return Expected::kChannelFreshness;
  if (channel->status != ReferenceChannel::Status::kActive) return Expected::kChannelNotActive;
  channel->status = ReferenceChannel::Status::kUpdating;
  channel->due = now_ + settings_.update_delay;
  DoWhatIsDue();
  return Expected::kSuccess;
}

Expected Reference::DeleteChannel(const std::string& arn) {
  if (const auto e = Count("DeleteChannel", {}); e != Expected::kSuccess) return e;
  ReferenceChannel* const channel = ByArn(channels_, arn);
  if (channel == nullptr) return Expected::kChannelNotFound;
  if (channel->status == ReferenceChannel::Status::kDeleting) return Expected::kSuccess;
  channel->status = ReferenceChannel::Status::kDeleting;
  channel->due = now_ + settings_.delete_delay;
  DoWhatIsDue();
  return Expected::kSuccess;
}

void Reference::NameChannel(const std::string& channel, const std::string& arn) {
  const auto found = channels_.find(channel);
  if (found != channels_.end()) found->second.arn = arn;
}

}  // namespace runnel::simulation

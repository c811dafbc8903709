// Kinesis as a naive reader of its description would write it down: lists that are walked from end
// to end, times that are compared. It shares no code with the emulator, and says beforehand what
// the emulator is to answer. Source: kinesis-api 4 to 10, kinesis-api-45.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/reference/expected.h"
#include "tests/simulation/reference/limit_counts.h"
#include "tests/simulation/reference/model.h"

namespace runnel::simulation {

// Each call below says what is to be answered; after success the reference has changed as the
// emulator is to. `name` is a stream's.
class Reference {
 public:
  // `reached` must outlive this one and its copies.
  Reference(const ReferenceSettings& settings, Millis now, LimitCounts& reached)
      : reached_(&reached), settings_(settings), now_(now) {}

  // Does what is due until then.
  void AdvanceTo(Millis now);
  // What does not outlive a process is as it is in a new one.
  void Restart();
  // Everything is forgotten.
  void Reset();
  Millis now() const { return now_; }
  const ReferenceSettings& settings() const { return settings_; }

  // Streams and shards: shards.cc.
  struct Creation {
    std::optional<int> shard_count;
    std::optional<bool> on_demand;
    std::optional<int> record_size_kib;
    std::optional<int> warm;
    bool auto_distribution = false;
    Tags tags;
  };
  Expected CreateStream(const std::string& name, const Creation& creation);
  Expected DeleteStream(const std::string& name, bool with_consumers);
  Expected SplitShard(const std::string& name, int shard, HashKey at);
  Expected MergeShards(const std::string& name, int shard, int adjacent);
  Expected UpdateShardCount(const std::string& name, int target);

  // Settings of streams and of the account: capacity.cc.
  Expected ChangeRetention(const std::string& name, int hours, bool increase);
  Expected UpdateStreamMode(const std::string& name, bool on_demand, std::optional<int> warm);
  Expected UpdateWarmThroughput(const std::string& name, int target);
  Expected UpdateMaxRecordSize(const std::string& name, int kib);
  Expected UpdateDistribution(const std::string& name, bool automatic);
  Expected ChangeMetrics(const std::string& name, unsigned metrics, bool enable);
  Expected ChangeEncryption(const std::string& name, const std::string& key, bool start, bool kms);
  Expected UpdateCommitment(bool enable);
  void UpdateKeyState(const std::string& key, const std::string& state);
  void UpdateLimits(const std::string& name, std::optional<bool> enforced);

  // Records: records.cc. Each asks whether it may; what was acknowledged or read is told
  // afterwards.
  Expected UseRecords(const std::string& name, std::string_view operation) const;
  Expected UseShard(const std::string& name, int shard);
  Expected SpendIterator(const std::string& name, int shard);
  // Of the key of a stream, or of some records of it.
  Expected MayEncrypt(const std::string& key) const;
  Expected MayDecrypt(const ReferenceStream& stream, const ReferenceShard& shard, std::size_t from,
                      std::size_t through) const;
  // Whether the quotas of the shard leave room for the record; then it is taken from them.
  bool SpendWrite(ReferenceStream& stream, ReferenceShard& shard, std::size_t bytes);
  bool MayRead(const ReferenceStream& stream, const ReferenceShard& shard) const;
  void SpendRead(const ReferenceStream& stream, ReferenceShard& shard, std::size_t bytes) const;

  // Consumers: consumers.cc.
  Expected RegisterConsumer(const std::string& name, const std::string& consumer, const Tags& tags);
  Expected DeregisterConsumer(const std::string& name, const std::string& consumer, bool by_arn);
  Expected DescribeConsumer(const std::string& name, const std::string& consumer, bool by_arn);
  // Whether the consumer is there, and ready; not whether the shard is.
  Expected UseConsumer(const std::string& arn) const;
  Expected SpendSubscribe(const std::string& name, const std::string& consumer, int shard);
  ReferenceConsumer* FindConsumer(const std::string& name, const std::string& consumer);

  // Tags and policies: resources.cc. `arn` is that of a stream, a consumer or a channel.
  Expected AddStreamTags(const std::string& name, const Tags& tags);
  Expected RemoveStreamTags(const std::string& name, const std::vector<std::string>& keys);
  Expected TagResource(const std::string& arn, const Tags& tags);
  Expected UntagResource(const std::string& arn, const std::vector<std::string>& keys);
  Expected FindResource(const std::string& arn, Tags** tags, std::optional<std::string>** policy);
  Expected PutPolicy(const std::string& arn, const std::string& policy, bool well_formed);
  Expected DeletePolicy(const std::string& arn);
  Expected GetPolicy(const std::string& arn, std::string& policy);

  // Channels: channels.cc.
  Expected CreateChannel(const std::string& channel, const std::string& name, int freshness);
  Expected UpdateChannel(const std::string& arn, int freshness);
  Expected DeleteChannel(const std::string& arn);
  // The emulator has given the channel its ARN.
  void NameChannel(const std::string& channel, const std::string& arn);
  std::map<std::string, ReferenceChannel>& channels() { return channels_; }
  // Records that the channel has delivered, or has to. REQUIRES: it has been ACTIVE.
  std::size_t PutSinceStart(const ReferenceChannel& channel) const;

  // By the names of their functions.
  std::map<std::string, ReferenceMapping>& mappings() { return mappings_; }

  // Quotas per second, and faults: limits.cc. To be asked first for every operation.
  Expected Count(std::string_view operation, const std::string& name);
  // A call of the operation would succeed: whether a fault rule strikes it.
  Expected Strike(std::string_view operation, const std::string& name);
  // The same for a record of a put.
  bool StrikeRecord(std::string_view operation, const std::string& name);
  std::vector<ReferenceFault>& faults() { return faults_; }
  bool LimitsHold(const ReferenceStream& stream) const {
    return stream.limits.value_or(settings_.limits);
  }

  ReferenceStream* Find(const std::string& name);
  const ReferenceStream* Find(const std::string& name) const;
  const std::map<std::string, ReferenceStream>& streams() const { return streams_; }
  const ReferenceCommitment& commitment() const { return commitment_; }
  const std::map<std::string, std::string>& key_states() const { return key_states_; }
  int CountedShards() const;
  int OnDemandStreams() const;

  // The hash key of a partition key.
  static HashKey HashOf(std::string_view partition_key);
  static std::string Decimal(HashKey number);
  static std::string ArnOf(const std::string& name);

 private:
  // Of what an ARN names, which is there.
  Expected RequireReady(const std::string& arn) const;
  Expected FindActive(const std::string& name, ReferenceStream** stream);
  Expected CheckWarm(bool on_demand, int target) const;
  bool DailyExhausted(const ReferenceStream& stream, ReferenceStream::DailyQuota quota,
                      std::size_t most) const;
  bool HasChannel(const ReferenceStream& stream) const;
  void BeginChannel(ReferenceChannel& channel) const;
  bool MayChangeOneMore() const;
  void Begin(ReferenceStream& stream, ReferenceStream::Change change, Millis delay,
             ReferenceStream::Status meanwhile);
  Expected BeginSettings(std::string_view operation, const std::string& name,
                         ReferenceStream& stream, const ReferenceSettingsChange& change);
  void Finish(ReferenceStream& stream);
  void DoWhatIsDue();
  bool Has(const ReferenceBucket& bucket, std::int64_t tokens, std::int64_t per_second,
           std::int64_t burst) const;
  void Take(ReferenceBucket& bucket, std::int64_t tokens, std::int64_t per_second,
            std::int64_t burst) const;
  std::int64_t LevelOf(const ReferenceBucket& bucket, std::int64_t per_second,
                       std::int64_t burst) const;
  // Counts the limit if it is in the way; whether it is not.
  bool Leaves(bool room, Limit limit) const {
    if (!room) reached_->Add(limit);
    return room;
  }

  LimitCounts* reached_;
  ReferenceSettings settings_;
  Millis now_;
  std::map<std::string, ReferenceStream> streams_;
  std::map<std::string, ReferenceChannel> channels_;  // by name
  std::map<std::string, std::string> key_states_;
  ReferenceCommitment commitment_;
  std::map<std::string, ReferenceBucket> calls_;  // of the account
  std::vector<ReferenceFault> faults_;
  std::map<std::string, ReferenceMapping> mappings_;
  std::uint64_t incarnations_ = 0;
};

}  // namespace runnel::simulation

// Every change that can happen to a State, as values. Operations and due timers make them,
// State::Apply is the only code that carries them out. They say what happens, not why: all
// decisions (sequence indexes, shard ids, times) are in them, so that applying the same list twice
// to equal states gives equal states.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/fault_rule.h"
#include "core/model/function.h"
#include "core/model/hash_key.h"
#include "core/model/key_state.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"
#include "core/model/stack.h"
#include "core/model/stream.h"
#include "core/model/tag_map.h"
#include "core/state/active_fault_rule.h"
#include "core/state/channel.h"
#include "core/state/channel_mutations.h"
#include "core/state/connection_mutations.h"
#include "core/state/event_source_mapping.h"
#include "core/state/queued_event.h"
#include "core/state/stream.h"
#include "core/state/subscription.h"
#include "core/state/throughput.h"

namespace runnel {

// --- functions -----------------------------------------------------------------------------------

// A function is there, new or changed.
struct FunctionPut {
  Function function;
};

struct FunctionDeleted {
  Scope scope;
  std::string name;
};

// An event is to be tried until it has ended. Ids rise.
struct EventQueued {
  QueuedEvent event;
};

struct EventFailed {
  std::uint64_t id = 0;
};

struct EventEnded {
  std::uint64_t id = 0;
};

// --- stacks --------------------------------------------------------------------------------------

// A stack is there, new or changed. Its events are left as they are.
struct StackPut {
  Stack stack;
};

struct StackEventsAdded {
  StackUid uid;
  std::vector<StackEvent> events;
};

// A stack that was deleted long ago is not listed any more.
struct StackForgotten {
  StackUid uid;
};

// --- streams -------------------------------------------------------------------------------------

// A stream in CREATING without shards; it becomes ACTIVE at `due`.
struct StreamCreated {
  StreamUid uid;
  StreamArn arn;
  Timestamp at;
  StreamMode mode = StreamMode::kProvisioned;
  std::int32_t shard_count = 1;
  std::int32_t record_size_max_kib = 1024;
  RecordDistributionStrategy distribution = RecordDistributionStrategy::kUserPartitionKey;
  std::optional<WarmThroughput> warm_throughput;
  TagMap tags;
  Timestamp due;
};

// An ACTIVE stream becomes UPDATING (or any becomes DELETING) until `due`.
struct StreamChangeStarted {
  StreamUid uid;
  PendingChange change;  // not PendingCreation
  Timestamp due;
};

// A new settings value takes effect. What is too old by then is gone for good, even if records are
// kept for longer from now on.
struct StreamSettingsChanged {
  StreamUid uid;
  StreamSettingsChange change;
  Timestamp at;
};

struct NewShard {
  ShardId id;
  std::optional<ShardId> parent;
  std::optional<ShardId> adjacent_parent;
  HashKeyRange range;
};

// Shards close and their successors open, at one moment. The open shards tile the key space before
// (or there were none) and after.
struct ShardsReplaced {
  StreamUid uid;
  Timestamp at;
  std::vector<ShardId> closed;
  std::int64_t closed_seconds = 0;  // the second in the ending sequence numbers of `closed`
  std::vector<NewShard> opened;
  std::int64_t created_seconds = 0;  // the creation second of `opened`
};

// The pending change is complete: the stream is ACTIVE.
struct StreamActivated {
  StreamUid uid;
};

// The stream with all that belongs to it is gone, subscriptions to it included.
struct StreamDeleted {
  StreamUid uid;
};

struct DailyQuotaUsed {
  StreamUid uid;
  DailyQuota quota;
  Timestamp at;
};

// --- records -------------------------------------------------------------------------------------

// The views must stay valid until Apply has returned; Apply copies what they show.
struct NewRecord {
  ShardId shard;
  std::uint64_t index = 0;
  std::string_view partition_key;  // null data(): none
  std::string_view data;
};

struct RecordsAppended {
  StreamUid uid;
  Timestamp at;
  bool encrypted = false;
  std::vector<NewRecord> records;
  std::optional<std::size_t> next_auto_place;
};

// Records older than `horizon` are forgotten. What came before them is not used again, even if it
// is not known any more: the shard's records go on at `end` at the earliest, and the sequence
// indexes of its group at `next_index`.
struct RecordsTrimmed {
  StreamUid uid;
  ShardId shard;
  Timestamp horizon;
  ShardPosition end;
  std::uint64_t next_index = 1;
};

// The bytes of the shard's records up to a sequence index leave memory: `source` has them, and will
// give them when they are read. Their chunks stay, so a chunk that goes on beyond stays whole.
struct RecordsReleased {
  StreamUid uid;
  ShardId shard;
  std::uint64_t last_index = 0;
  std::shared_ptr<const RecordSource> source;
};

// The time of a closed shard is over, but channels have still to deliver records of it: nobody else
// sees it from now on. It expires when they have.
struct ShardWithdrawn {
  StreamUid uid;
  ShardId shard;
};

// A closed shard whose last record has aged out leaves the stream.
struct ShardExpired {
  StreamUid uid;
  ShardId shard;
};

// --- tags and policies ---------------------------------------------------------------------------

struct TagsChanged {
  std::variant<StreamUid, ConsumerUid, ChannelUid> resource;
  TagMap set;
  std::vector<std::string> removed;
};

struct PolicyChanged {
  std::variant<StreamUid, ConsumerUid> resource;
  std::optional<std::string> policy;  // absent: deleted
};

// --- consumers -----------------------------------------------------------------------------------

struct ConsumerRegistered {
  ConsumerUid uid;
  StreamUid stream;
  ConsumerArn arn;
  Timestamp at;
  TagMap tags;
  Timestamp due;  // becomes ACTIVE
};

struct ConsumerActivated {
  ConsumerUid uid;
};

struct ConsumerDeletionStarted {
  ConsumerUid uid;
  Timestamp due;
};

struct ConsumerDeleted {
  ConsumerUid uid;
};

// --- subscriptions (these do not outlive the process) --------------------------------------------

struct SubscriptionOpened {
  SubscriptionId id;
  ConsumerUid consumer;
  StreamUid stream;
  ShardId shard;
  ShardPosition position;
  Timestamp at;
  Timestamp ends;
  Timestamp heartbeat;
};

// An event was taken.
struct SubscriptionAdvanced {
  SubscriptionId id;
  ShardPosition position;
  Timestamp heartbeat;  // when the next event is owed at the latest
};

// Nothing was said for too long: an event is owed even without records.
struct SubscriptionHeartbeatDue {
  SubscriptionId id;
};

// The subscription has an end to tell; it is closed once that was taken.
struct SubscriptionEnding {
  SubscriptionId id;
  SubscriptionEnd end;
};

struct SubscriptionClosed {
  SubscriptionId id;
};

// Nothing is said until then, whatever there is to say: by a fault, or by the consumer's quota.
struct SubscriptionSilenced {
  SubscriptionId id;
  Timestamp until;
};

// --- event source mappings -----------------------------------------------------------------------

// In CREATING until `due`.
struct MappingCreated {
  MappingUid uid;
  Scope scope;
  std::string uuid;
  MappingConfiguration configuration;
  bool enabled = true;
  Timestamp at;
  TagMap tags;
  StreamUid stream;
  std::map<ShardId, ShardProgress> shards;  // those that are not read from their start
  Timestamp due;
};

// New values at once; what they mean for the state follows at `due`.
struct MappingUpdateStarted {
  MappingUid uid;
  MappingConfiguration configuration;
  bool enabled = true;
  MappingState state = MappingState::kUpdating;
  Timestamp at;
  Timestamp due;
};

struct MappingStateChanged {
  MappingUid uid;
  MappingState state = MappingState::kEnabled;
  Timestamp at;
  std::optional<Timestamp> due;  // of the next change, if that is only a matter of time
};

struct MappingDeleted {
  MappingUid uid;
};

// Records of a shard are done with.
struct MappingAdvanced {
  MappingUid uid;
  ShardId shard;
  ShardProgress progress;
  std::optional<std::string> result;  // what the mapping says of it, if that is new
};

struct MappingResulted {
  MappingUid uid;
  std::string result;
};

// The mapping begins anew with another incarnation of its stream.
struct MappingAttached {
  MappingUid uid;
  StreamUid stream;
};

struct MappingTagsChanged {
  MappingUid uid;
  TagMap set;
  std::vector<std::string> removed;
};

// Ids rise. The oldest batches are forgotten when there are too many.
struct BatchFailed {
  FailedBatch batch;
};

struct FailedBatchDelivered {
  std::uint64_t id = 0;
  std::string delivery;
};

// --- quotas per second (these do not outlive the process) ----------------------------------------

// What is left of the quotas of some shards.
struct ThroughputSpent {
  StreamUid uid;
  Timestamp at;
  std::vector<std::pair<ShardId, ShardThroughput>> shards;
};

// A call of an operation that AWS counts: by account and region, or by stream.
struct CallCounted {
  std::variant<Scope, StreamUid> counted_by;
  std::string_view operation;  // static text
  TokenBucket bucket;
};

struct SubscribeCallCounted {
  ConsumerUid consumer;
  ShardId shard;
  TokenBucket bucket;
};

// An on-demand stream has looked back over its scaling window; the next one begins with the next
// record.
struct ScalingWindowEnded {
  StreamUid uid;
};

// Whether the quotas per second hold for this stream; nullopt: as the settings say. This one is to
// be kept.
struct StreamLimitsChanged {
  StreamUid uid;
  std::optional<bool> enforced;
};

// --- encryption keys -----------------------------------------------------------------------------

// From now on the key, by its id as callers give it, is in this state.
struct KeyStateChanged {
  std::string key_id;
  KeyState state = KeyState::kEnabled;
};

// What arrives at the stream from now on is encrypted under this key.
struct EncryptionPeriodBegan {
  StreamUid uid;
  EncryptionPeriod period;
};

// --- fault rules (those of rules that are not durable do not outlive the process) ----------------

// Replaces the rule of the same id, if there is one. A durable rule is removed first if its
// successor is not durable.
struct FaultRuleAdded {
  FaultRule rule;
  Timestamp at;
};

struct FaultRuleRemoved {
  std::string rule_id;
  bool durable = false;  // the rule was
};

// These do not outlive the process.
struct FaultRuleCounted {
  std::string rule_id;
  FaultTally tally;
};

// --- accounts ------------------------------------------------------------------------------------

struct BillingCommitmentChanged {
  Scope scope;
  BillingCommitment commitment;
};

// Everything is forgotten. Open subscriptions end without a word; ids are not used again for them.
struct StateCleared {};

// --- what a journal or a snapshot knows of things that were there before -------------------------

// A shard without its records; they follow as RecordsRestored.
struct ShardImage {
  ShardId id;
  std::optional<ShardId> parent;
  std::optional<ShardId> adjacent_parent;
  HashKeyRange range;
  Timestamp opened_at;
  std::int64_t created_seconds = 0;
  std::optional<Timestamp> closed_at;
  std::int64_t closed_seconds = 0;
  std::vector<ShardId> children;
  ShardPosition end;  // of its records, whether they are still there or not
  Timestamp trimmed_before;
  bool withdrawn = false;
};

// A stream as it was, without its consumers.
struct StreamRestored {
  StreamUid uid;
  StreamArn arn;
  StreamStatus status = StreamStatus::kActive;
  Timestamp created_at;
  StreamMode mode = StreamMode::kProvisioned;
  std::int32_t retention_hours = 24;
  std::int32_t record_size_max_kib = 1024;
  Encryption encryption;
  MetricsSet metrics;
  std::optional<WarmThroughput> warm_throughput;
  RecordDistributionStrategy distribution = RecordDistributionStrategy::kUserPartitionKey;
  TagMap tags;
  std::optional<std::string> policy;
  std::optional<PendingChange> pending;
  std::optional<Timestamp> due;  // of the pending change
  std::array<std::vector<Timestamp>, kDailyQuotaCount> daily_uses;
  std::vector<std::optional<ShardImage>> shards;  // by index
  std::vector<std::uint64_t> next_sequence_index;
  std::uint64_t next_auto_place = 0;
  std::optional<bool> limits_enforced;
  Timestamp gone_before{std::numeric_limits<std::int64_t>::min()};
};

struct ConsumerRestored {
  Consumer consumer;
  std::optional<Timestamp> due;
};

struct ChannelRestored {
  Channel channel;
  std::optional<Timestamp> due;
};

struct MappingRestored {
  EventSourceMapping mapping;
  std::optional<Timestamp> due;
};

// Ids that were given are not given again.
struct IdsRestored {
  StreamUid last_stream;
  ConsumerUid last_consumer;
  ChannelUid last_channel;
  MappingUid last_mapping;
};

// The views must stay valid until Apply has returned; Apply copies what they show.
struct RestoredRecord {
  std::uint64_t index = 0;
  Timestamp at;
  bool encrypted = false;
  std::string_view partition_key;  // null data(): none
  std::string_view data;
};

// Records of one shard, open or closed, after those that it has. None for a stream or shard that is
// not there any more.
struct RecordsRestored {
  StreamUid uid;
  ShardId shard;
  std::vector<RestoredRecord> records;
};

class State;

// Everything is replaced by another state, which is empty afterwards. Open subscriptions end as
// with StateCleared.
struct StateReplaced {
  std::shared_ptr<State> by;
};

using MutationKinds = std::variant<
    StreamCreated, StreamChangeStarted, StreamSettingsChanged, ShardsReplaced, StreamActivated,
    StreamDeleted, DailyQuotaUsed, RecordsAppended, RecordsTrimmed, RecordsReleased, ShardWithdrawn,
    ShardExpired, TagsChanged, PolicyChanged, ConsumerRegistered, ConsumerActivated,
    ConsumerDeletionStarted, ConsumerDeleted, SubscriptionOpened, SubscriptionAdvanced,
    SubscriptionHeartbeatDue, SubscriptionEnding, SubscriptionClosed, ChannelCreated,
    ChannelUpdateStarted, ChannelActivated, ChannelDeletionStarted, ChannelDeleted,
    BillingCommitmentChanged, SubscriptionSilenced, ThroughputSpent, CallCounted,
    SubscribeCallCounted, ScalingWindowEnded, StreamLimitsChanged, KeyStateChanged,
    EncryptionPeriodBegan, FaultRuleAdded, FaultRuleRemoved, FaultRuleCounted, StateCleared,
    StreamRestored, ConsumerRestored, ChannelRestored, IdsRestored, RecordsRestored, StateReplaced,
    FunctionPut, FunctionDeleted, EventQueued, EventFailed, EventEnded, MappingCreated,
    MappingUpdateStarted, MappingStateChanged, MappingDeleted, MappingAdvanced, MappingResulted,
    MappingAttached, MappingTagsChanged, MappingRestored, BatchFailed, FailedBatchDelivered,
    StackPut, StackEventsAdded, StackForgotten, ChannelStarted, ChannelFlushBegan,
    ChannelFlushRetried, ChannelDelivered, ChannelWriteFailed, ChannelFailed, ConnectionPut,
    ConnectionDeleted, ApiDestinationPut, ApiDestinationDeleted, ChannelObjectSizeSet>;

template <class M, class Kinds>
inline constexpr bool kIsAmong = false;
template <class M, class... Kinds>
inline constexpr bool kIsAmong<M, std::variant<Kinds...>> = (std::is_same_v<M, Kinds> || ...);

// One of the kinds. How one is copied, moved and destroyed is compiled in mutation.cc alone, for it
// takes a compiler seconds, and each file that has an operation in it asks for it.
class Mutation : public MutationKinds {
 public:
  template <class M>
  requires(kIsAmong<M, MutationKinds>) Mutation(M change)
      : MutationKinds(std::in_place_type<M>, std::move(change)) {}
  Mutation(const Mutation& other);
  Mutation(Mutation&& other) noexcept;
  Mutation& operator=(const Mutation& other);
  Mutation& operator=(Mutation&& other) noexcept;
  ~Mutation();
};

}  // namespace runnel

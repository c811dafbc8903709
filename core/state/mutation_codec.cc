#include "core/state/mutation_codec.h"

#include "core/state/binary_fields.h"

namespace runnel {
namespace {

// How a kind of mutation is kept. A mutation without an entry does not compile.
struct Keeping {
  int number = 0;  // never given to another kind; 0: not kept
  std::string_view name;
};

template <class M>
constexpr Keeping kKeeping = M::is_missing_in_mutation_codec;

constexpr Keeping kNotKept{};

template <>
constexpr Keeping kKeeping<StreamCreated>{1, "StreamCreated"};
template <>
constexpr Keeping kKeeping<StreamChangeStarted>{2, "StreamChangeStarted"};
template <>
constexpr Keeping kKeeping<StreamSettingsChanged>{3, "StreamSettingsChanged"};
template <>
constexpr Keeping kKeeping<ShardsReplaced>{4, "ShardsReplaced"};
template <>
constexpr Keeping kKeeping<StreamActivated>{5, "StreamActivated"};
template <>
constexpr Keeping kKeeping<StreamDeleted>{6, "StreamDeleted"};
template <>
constexpr Keeping kKeeping<DailyQuotaUsed>{7, "DailyQuotaUsed"};
template <>
constexpr Keeping kKeeping<RecordsTrimmed>{8, "RecordsTrimmed"};
template <>
constexpr Keeping kKeeping<ShardExpired>{9, "ShardExpired"};
template <>
constexpr Keeping kKeeping<TagsChanged>{10, "TagsChanged"};
template <>
constexpr Keeping kKeeping<PolicyChanged>{11, "PolicyChanged"};
template <>
constexpr Keeping kKeeping<ConsumerRegistered>{12, "ConsumerRegistered"};
template <>
constexpr Keeping kKeeping<ConsumerActivated>{13, "ConsumerActivated"};
template <>
constexpr Keeping kKeeping<ConsumerDeletionStarted>{14, "ConsumerDeletionStarted"};
template <>
constexpr Keeping kKeeping<ConsumerDeleted>{15, "ConsumerDeleted"};
template <>
constexpr Keeping kKeeping<ChannelCreated>{16, "ChannelCreated"};
template <>
constexpr Keeping kKeeping<ChannelUpdateStarted>{17, "ChannelUpdateStarted"};
template <>
constexpr Keeping kKeeping<ChannelActivated>{18, "ChannelActivated"};
template <>
constexpr Keeping kKeeping<ChannelDeletionStarted>{19, "ChannelDeletionStarted"};
template <>
constexpr Keeping kKeeping<ChannelDeleted>{20, "ChannelDeleted"};
template <>
constexpr Keeping kKeeping<BillingCommitmentChanged>{21, "BillingCommitmentChanged"};
template <>
constexpr Keeping kKeeping<StreamRestored>{22, "StreamRestored"};
template <>
constexpr Keeping kKeeping<ConsumerRestored>{23, "ConsumerRestored"};
template <>
constexpr Keeping kKeeping<ChannelRestored>{24, "ChannelRestored"};
template <>
constexpr Keeping kKeeping<IdsRestored>{25, "IdsRestored"};

template <>
constexpr Keeping kKeeping<StreamLimitsChanged>{26, "StreamLimitsChanged"};
template <>
constexpr Keeping kKeeping<FaultRuleAdded>{27, "FaultRuleAdded"};
template <>
constexpr Keeping kKeeping<FaultRuleRemoved>{28, "FaultRuleRemoved"};

template <>
constexpr Keeping kKeeping<KeyStateChanged>{29, "KeyStateChanged"};
template <>
constexpr Keeping kKeeping<EncryptionPeriodBegan>{30, "EncryptionPeriodBegan"};

template <>
constexpr Keeping kKeeping<FunctionPut>{31, "FunctionPut"};
template <>
constexpr Keeping kKeeping<FunctionDeleted>{32, "FunctionDeleted"};
template <>
constexpr Keeping kKeeping<EventQueued>{33, "EventQueued"};
template <>
constexpr Keeping kKeeping<EventFailed>{34, "EventFailed"};
template <>
constexpr Keeping kKeeping<EventEnded>{35, "EventEnded"};
template <>
constexpr Keeping kKeeping<MappingCreated>{41, "MappingCreated"};
template <>
constexpr Keeping kKeeping<MappingUpdateStarted>{42, "MappingUpdateStarted"};
template <>
constexpr Keeping kKeeping<MappingStateChanged>{43, "MappingStateChanged"};
template <>
constexpr Keeping kKeeping<MappingDeleted>{44, "MappingDeleted"};
template <>
constexpr Keeping kKeeping<MappingAdvanced>{45, "MappingAdvanced"};
template <>
constexpr Keeping kKeeping<MappingResulted>{46, "MappingResulted"};
template <>
constexpr Keeping kKeeping<MappingAttached>{47, "MappingAttached"};
template <>
constexpr Keeping kKeeping<MappingTagsChanged>{48, "MappingTagsChanged"};
template <>
constexpr Keeping kKeeping<MappingRestored>{49, "MappingRestored"};
template <>
constexpr Keeping kKeeping<BatchFailed>{50, "BatchFailed"};
template <>
constexpr Keeping kKeeping<ChannelStarted>{61, "ChannelStarted"};
template <>
constexpr Keeping kKeeping<ChannelFlushBegan>{62, "ChannelFlushBegan"};
template <>
constexpr Keeping kKeeping<ChannelDelivered>{63, "ChannelDelivered"};
template <>
constexpr Keeping kKeeping<ChannelWriteFailed>{64, "ChannelWriteFailed"};
template <>
constexpr Keeping kKeeping<ChannelFailed>{65, "ChannelFailed"};
template <>
constexpr Keeping kKeeping<ShardWithdrawn>{66, "ShardWithdrawn"};
template <>
constexpr Keeping kKeeping<FailedBatchDelivered>{71, "FailedBatchDelivered"};

template <>
constexpr Keeping kKeeping<ConnectionPut>{81, "ConnectionPut"};
template <>
constexpr Keeping kKeeping<ConnectionDeleted>{82, "ConnectionDeleted"};
template <>
constexpr Keeping kKeeping<ApiDestinationPut>{83, "ApiDestinationPut"};
template <>
constexpr Keeping kKeeping<ApiDestinationDeleted>{84, "ApiDestinationDeleted"};

template <>
constexpr Keeping kKeeping<StackPut>{51, "StackPut"};
template <>
constexpr Keeping kKeeping<StackEventsAdded>{52, "StackEventsAdded"};
template <>
constexpr Keeping kKeeping<StackForgotten>{53, "StackForgotten"};

// Records have a form of their own, and a journal that is cleared is empty.
template <>
constexpr Keeping kKeeping<RecordsAppended> = kNotKept;
template <>
constexpr Keeping kKeeping<RecordsRestored> = kNotKept;
template <>
constexpr Keeping kKeeping<StateCleared> = kNotKept;
template <>
constexpr Keeping kKeeping<StateReplaced> = kNotKept;
// Nor does it matter what was in memory.
template <>
constexpr Keeping kKeeping<RecordsReleased> = kNotKept;
// The connections of subscriptions end with the process.
template <>
constexpr Keeping kKeeping<SubscriptionOpened> = kNotKept;
template <>
constexpr Keeping kKeeping<SubscriptionAdvanced> = kNotKept;
template <>
constexpr Keeping kKeeping<SubscriptionHeartbeatDue> = kNotKept;
template <>
constexpr Keeping kKeeping<SubscriptionEnding> = kNotKept;
template <>
constexpr Keeping kKeeping<SubscriptionClosed> = kNotKept;
template <>
constexpr Keeping kKeeping<SubscriptionSilenced> = kNotKept;
// What was spent by the second, and what rules have counted, begins anew.
template <>
constexpr Keeping kKeeping<ThroughputSpent> = kNotKept;
template <>
constexpr Keeping kKeeping<CallCounted> = kNotKept;
template <>
constexpr Keeping kKeeping<SubscribeCallCounted> = kNotKept;
template <>
constexpr Keeping kKeeping<ScalingWindowEnded> = kNotKept;
template <>
constexpr Keeping kKeeping<FaultRuleCounted> = kNotKept;
// A setting says it, which is kept as such.
template <>
constexpr Keeping kKeeping<ChannelObjectSizeSet> = kNotKept;
// A new process tries again at once.
template <>
constexpr Keeping kKeeping<ChannelFlushRetried> = kNotKept;

// Whether this mutation of a kind that is kept is kept itself.
template <class M>
bool IsKept(const M&) {
  return kKeeping<M>.number != 0;
}
bool IsKept(const FaultRuleAdded& m) { return m.rule.durable.value_or(false); }
bool IsKept(const FaultRuleRemoved& m) { return m.durable; }

template <class M>
bool DecodeAs(std::uint64_t number, ByteReader& in, std::optional<Mutation>& mutation) {
  if constexpr (kKeeping<M>.number != 0) {
    if (number != kKeeping<M>.number) return false;
    M read;
    binary::Read(in, read);
    if (in.ok() && in.remaining() == 0) mutation = std::move(read);
    return true;
  } else {
    return false;
  }
}

template <class... Ms>
void DecodeAny(std::uint64_t number, ByteReader& in, std::optional<Mutation>& mutation,
               const std::variant<Ms...>*) {
  (void)(DecodeAs<Ms>(number, in, mutation) || ...);
}

}  // namespace

bool IsDurable(const Mutation& mutation) {
  return std::visit(
      [](const auto& m) {
        using M = std::decay_t<decltype(m)>;
        return IsKept(m) || std::is_same_v<M, RecordsAppended> || std::is_same_v<M, StateCleared> ||
               std::is_same_v<M, StateReplaced>;
      },
      mutation);
}

std::optional<EncodedMutation> EncodeMutation(const Mutation& mutation) {
  return std::visit(
      [](const auto& m) -> std::optional<EncodedMutation> {
        using M = std::decay_t<decltype(m)>;
        if constexpr (kKeeping<M>.number == 0) {
          return std::nullopt;
        } else {
          if (!IsKept(m)) return std::nullopt;
          ByteWriter out;
          out.Unsigned(static_cast<std::uint64_t>(kKeeping<M>.number));
          binary::Write(out, m);
          return EncodedMutation{kKeeping<M>.name, out.Take()};
        }
      },
      mutation);
}

std::optional<Mutation> DecodeMutation(std::string_view bytes) {
  ByteReader in(bytes);
  const std::uint64_t number = in.Unsigned();
  std::optional<Mutation> mutation;
  if (number != 0) DecodeAny(number, in, mutation, static_cast<const Mutation*>(nullptr));
  return mutation;
}

}  // namespace runnel

// Every error that the API can answer with, one factory per distinct text. Texts are the service's
// own where they are known; those that nobody has observed are marked so in errors.cc.
// Sections are those of kinesis-api.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/hash_key.h"
#include "core/model/key_state.h"
#include "core/model/names.h"
#include "core/model/stream.h"

namespace runnel::error {

// --- protocol (1.4 to 1.8, 3) --------------------------------------------------------------------
Error Serialization();                          // the body does not parse: no text
Error Serialization(std::string_view message);  // a member has the wrong type
Error UnknownOperation();
Error MissingAuthenticationToken();
Error InvalidSignatureTwoForms();
Error IncompleteSignature(std::string message);
Error Validation(int count, std::string_view violations);
// One violation, outside the model's own constraints: "Value null at 'x' failed to …".
Error ValidationOf(std::string_view value, std::string_view path, std::string_view constraint);
Error InternalFailure();
// What the caller wanted is not durable, and so has not happened.
Error JournalFailed(std::string_view why);
// What a journal was to give back cannot be had.
Error RecordsNotReadable();
// Records take more memory than the settings allow.
Error RecordMemoryFull(std::size_t bytes_max);

// --- encryption keys (9.1) -----------------------------------------------------------------------
// REQUIRES: the state is neither kEnabled nor kAccessDenied.
Error KeyUnusable(KeyState state, std::string_view key_arn);
Error MayNotEncrypt(std::string_view caller_arn, std::string_view key_arn);
Error MayNotDecrypt(std::string_view caller_arn, const StreamName& stream);

// --- signatures and policies (1.7, 9.6) ----------------------------------------------------------
Error InvalidSignature(std::string message);
Error SignatureAlgorithmUnknown(std::string_view algorithm);
Error CredentialMalformed(std::string_view credential);
Error SignatureDateMalformed(std::string_view date);
Error SignatureLifetimeOutOfRange(std::string_view seconds);
Error HostNotSigned();
Error SignatureNotYetCurrent(Timestamp signed_at, Timestamp now, Duration allowed);
Error SignatureExpired(Timestamp signed_at, Timestamp now, Duration allowed);
Error UnrecognizedClient();
Error ExpiredToken();
Error SignatureDoesNotMatch(std::string_view canonical_request, std::string_view string_to_sign);

// Why policies do not let somebody do something.
enum class Refusal : std::uint8_t {
  kExplicitInIdentityPolicy,
  kExplicitInResourcePolicy,
  kNoIdentityPolicy,
  kNoResourcePolicy,
};
// `caller` is an ARN, `action` has its prefix: "kinesis:PutRecord".
Error NotAuthorized(std::string_view caller, std::string_view action, std::string_view resource,
                    Refusal refusal);

// --- streams (4.0, 4.2 to 4.6) -------------------------------------------------------------------
Error StreamNotFound(const StreamName& stream, const AccountId& account);
Error StreamNotActive(const StreamName& stream, const AccountId& account, StreamStatus status);
Error StreamExists(const StreamName& stream, const AccountId& account);
Error StreamNameOrArnMissing();
Error StreamNameAndArnDiffer(std::string_view arn, const StreamName& stream);
Error InvalidArn(std::string_view arn);
Error ShardCountMissing();
Error ShardLimit(const Scope& scope, std::int64_t open, std::int32_t limit, std::int64_t added);
Error TooManyStreamsChanging(const AccountId& account, std::int32_t limit);
Error OnDemandStreamLimit(const Scope& scope, std::int64_t count, std::int32_t limit);
Error StreamHasConsumers(const StreamName& stream, const AccountId& account);
Error StreamHasChannels(const StreamName& stream, const AccountId& account);
Error StreamIsOnDemand(const StreamName& stream, const AccountId& account);
Error RetentionTooShort(std::int32_t hours);
Error RetentionTooLong(std::int32_t hours);
Error RetentionShorterThanNow(std::int32_t hours, const StreamName& stream, std::int32_t now);
Error RetentionLongerThanNow(std::int32_t hours, const StreamName& stream, std::int32_t now);
Error RateExceededForAccount(const AccountId& account);
Error RateExceededForStream(const StreamName& stream, const AccountId& account);
Error WarmThroughputNotAllowed(const StreamName& stream, const AccountId& account);
Error WarmThroughputOnProvisioned();
Error WarmThroughputTooHigh(std::int32_t mibps, std::int32_t limit);
Error AutoDistributionOnProvisioned();
Error StreamStillDistributes(const StreamName& stream, const AccountId& account);
Error ChannelsNeedOnDemand(const StreamName& stream, const AccountId& account);
Error EncryptionTypeNone();
Error EncryptionChangesPerDay(const StreamName& stream, const AccountId& account);

// --- shards (4.0, 4.11 to 4.13) ------------------------------------------------------------------
Error ShardNotFound(std::string_view raw_shard, const StreamName& stream, const AccountId& account);
Error ShardDoesNotExist(ShardId shard, const StreamName& stream, const AccountId& account);
Error ShardAlreadyClosed(ShardId shard, const StreamName& stream, const AccountId& account);
Error SplitPointOutOfRange(std::string_view key, ShardId shard, const StreamName& stream,
                           const AccountId& account, const HashKeyRange& range);
Error ShardsNotAdjacent(ShardId shard, ShardId adjacent, const StreamName& stream,
                        const AccountId& account);
Error TargetAboveLimit(std::int32_t limit, std::int64_t open, std::int32_t target);
Error ScaleUpTooFar(std::int64_t open, std::int32_t target);
Error ScaleDownTooFar(std::int64_t open, std::int32_t target);
Error UpdateShardCountPerDay(const StreamName& stream, const AccountId& account);

// --- records and iterators (4.7 to 4.10) ---------------------------------------------------------
Error ExplicitHashKeyOutOfRange(std::string_view key);
Error InvalidSequenceNumberForOrdering(std::string_view number, const StreamName& stream,
                                       const AccountId& account);
Error RecordTooLarge(std::string_view path, std::size_t bytes_max);
Error RecordsTooLarge();
// What a single record of a PutRecords is answered with.
Error RecordInternalFailure();
Error RateExceededForShard(ShardId shard, const StreamName& stream, const AccountId& account);
Error SequenceNumberMissing(std::string_view iterator_type);
Error SequenceNumberSuperfluous(std::string_view iterator_type);
// `operation` is GetShardIterator or SubscribeToShard.
Error InvalidSequenceNumber(std::string_view number, std::string_view operation, ShardId shard,
                            const StreamName& stream, const AccountId& account);
Error SequenceNumberOfOtherShard(ShardId encoded, ShardId shard);
Error SequenceNumberOfOtherStream(std::string_view number, std::string_view operation,
                                  ShardId shard, const StreamName& stream,
                                  const AccountId& account);
Error TimestampMissing();
Error TimestampInFuture(Timestamp timestamp, Timestamp now);
Error InvalidShardIterator();
Error ExpiredIterator(Timestamp issued, Timestamp now, Duration lifetime);
Error DryRunOperation();

// --- lists (4.21, 4.26) --------------------------------------------------------------------------
Error NextTokenOrStreamMissing();
Error NextTokenWithStream();
Error NextTokenWith(std::string_view member);
Error InvalidNextToken();
Error ExpiredNextToken();
Error StreamCreatedAtOtherTime(const StreamName& stream, const AccountId& account);
Error ShardFilterNeeds(std::string_view type, std::string_view member);
Error ShardFilterRefuses(std::string_view type, std::string_view member);

// --- consumers (4.24 to 4.27, 8.2) ---------------------------------------------------------------
Error ConsumerNotFound(std::string_view name_or_arn, const AccountId& account);
Error ConsumerExists(const ConsumerName& consumer, const StreamArn& stream);
Error ConsumerAddressMissing();
Error ConsumerAddressesDiffer();
Error ConsumerLimit(const StreamName& stream, const AccountId& account, std::int32_t limit);
Error TooManyConsumersCreating(const StreamName& stream, const AccountId& account,
                               std::int32_t limit);
// As SubscribeToShard words it.
Error ConsumerNotActive(const ConsumerArn& consumer);
// As the operations word it that take a ResourceARN.
Error ConsumerNotActiveAsResource(const ConsumerArn& consumer);
// A consumer that subscribes to a shard too often.
Error RateExceededForSubscription(const ConsumerArn& consumer, ShardId shard);
Error SubscriptionExists(const ConsumerArn& consumer, ShardId shard);

// --- tags and policies (4.1, 4.22, 9.6) ----------------------------------------------------------
Error InvalidTagCharacters();
// `verb` is "add" or "remove", `preposition` "to" or "from".
Error IllegalTagCharacters(std::string_view verb, std::string_view preposition,
                           const StreamName& stream, const AccountId& account);
Error TooManyTagsOnStream(const StreamName& stream, const AccountId& account, std::size_t limit);
Error TooManyTags(std::string_view arn, std::size_t limit);
Error ReservedTagKey(std::string_view key);
Error PolicyNotFound(std::string_view arn);
Error PolicyTooLarge(std::size_t bytes_max);
Error PolicyMalformed(std::string_view why);
Error PolicyNotForChannels(std::string_view arn);

// --- channels (kinesis-api-45 2.4, 2.5) ----------------------------------------------------------
Error ChannelNotFound(std::string_view arn, const AccountId& account);
Error ChannelExists(const ChannelName& channel, const AccountId& account);
Error ChannelNotActive(const ChannelName& channel, const AccountId& account,
                       std::string_view status);
Error ChannelArgument(std::string_view message);
Error ChannelOfTypeExists(std::string_view type, const StreamName& stream,
                          const AccountId& account);
Error ChannelNotFlushed(const ChannelName& channel, std::string_view why);
Error DeliveryNotTaken(std::string_view delivery_id);
Error ChannelLimit(const AccountId& account, std::int32_t limit);

// --- the emulator's own operations ---------------------------------------------------------------
Error ControlArgument(std::string_view message);
Error FaultRuleNotFound(std::string_view rule_id);
Error ScenarioNotFound(std::string_view name, std::string_view known);
// The code that a fault rule asks for, with the text that it gives or that says where it is from.
Error Injected(std::string_view code, std::string_view message, int http_status);
std::string InjectedBy(std::string_view rule_id);

}  // namespace runnel::error

// Errors of the protocol, streams and shards. The rest stands in errors_of_records.cc and
// errors_of_resources.cc.
#include "core/api/errors.h"

#include "core/api/error_kinds.h"

namespace runnel::error {
namespace {

std::string Text(std::int64_t number) { return std::to_string(number); }

}  // namespace

Error Serialization() { return Error("SerializationException", ""); }
Error Serialization(std::string_view message) {
  return Error("SerializationException", std::string(message));
}
Error UnknownOperation() { return Error("UnknownOperationException", ""); }
Error MissingAuthenticationToken() {
  return Error("MissingAuthenticationTokenException", "Missing Authentication Token");
}
Error InvalidSignatureTwoForms() {
  return InvalidSignature(
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
}
Error IncompleteSignature(std::string message) {
  return Error("IncompleteSignatureException", std::move(message));
}
Error Validation(int count, std::string_view violations) {
  return ValidationText(std::to_string(count) + " validation error" + (count == 1 ? "" : "s") +
                        " detected: " + std::string(violations));
}
Error ValidationOf(std::string_view value, std::string_view path, std::string_view constraint) {
  std::string violation = "Value ";
  violation.append(value).append(value.empty() ? "" : " ");
  violation.append("at '").append(path).append("' failed to satisfy constraint: ");
  return Validation(1, violation.append(constraint));
}
Error InternalFailure() { return Error("InternalFailure", "", 500); }
// The text is our own: it tells why a local disk is the reason.
Error JournalFailed(std::string_view why) {
  return Error("InternalFailure",
               "The change could not be made durable and has not happened: " + std::string(why),
               500);
}

Error RecordsNotReadable() {
  return Error("InternalFailure",
               "The records could not be read from where they are kept: they were deleted "
               "meanwhile, or the disk fails; see the server's log.",
               500);
}

Error RecordMemoryFull(std::size_t bytes_max) {
  return Error("InternalFailure",
               "The record has not been taken: records take more than " +
                   std::to_string(bytes_max / (1024 * 1024)) +
                   " MiB of memory, the most that this emulator was given (--record-memory). "
                   "Delete streams, shorten their retention, give it more memory, or let it keep "
                   "records on disk (--data).",
               500);
}

Error StreamNotFound(const StreamName& stream, const AccountId& account) {
  return ResourceNotFound("Stream " + Of(stream, account) + " not found.");
}
Error StreamNotActive(const StreamName& stream, const AccountId& account, StreamStatus status) {
  return ResourceInUse("Stream " + Of(stream, account) + " not ACTIVE, instead in state " +
                       std::string(ToText(status)));
}
Error StreamExists(const StreamName& stream, const AccountId& account) {
  return ResourceInUse("Stream " + Of(stream, account) + " already exists.");
}
// Not observed (13, point 1).
Error StreamNameOrArnMissing() {
  return InvalidArgument("Either StreamARN or StreamName must be provided.");
}
// Not observed (13, point 2).
Error StreamNameAndArnDiffer(std::string_view arn, const StreamName& stream) {
  return InvalidArgument("StreamARN " + std::string(arn) + " and StreamName " + stream.text() +
                         " do not refer to the same stream.");
}
// Not observed: the pattern of the model lets ARNs through that name nothing.
Error InvalidArn(std::string_view arn) {
  return InvalidArgument("Invalid ARN: " + std::string(arn));
}
// Not observed (13, point 4).
Error ShardCountMissing() {
  return InvalidArgument("ShardCount is required for streams in PROVISIONED mode.");
}
Error ShardLimit(const Scope& scope, std::int64_t open, std::int32_t limit, std::int64_t added) {
  return LimitExceeded(
      "This request would exceed the shard limit for the account " + scope.account.text() + " in " +
      scope.region.text() + ". Current shard count for the account: " + Text(open) +
      ". Limit: " + Text(limit) +
      ". Number of additional shards that would have resulted from this request: " + Text(added) +
      ". Refer to the AWS Service Limits page "
      "(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits "
      "and how to request higher limits.");
}
Error TooManyStreamsChanging(const AccountId& account, std::int32_t limit) {
  // AWS: "would have exceed" is the service's own slip.
  return LimitExceeded(
      "This request would have exceed the limit on the number of streams that can simultaneously "
      "be in CREATING or DELETING for the account " +
      account.text() + ". Limit: " + Text(limit) + ".");
}
Error OnDemandStreamLimit(const Scope& scope, std::int64_t count, std::int32_t limit) {
  return LimitExceeded(
      "This request would exceed the limit on the number of On-Demand streams for the account " +
      scope.account.text() + " in " + scope.region.text() +
      ". Current On-Demand streams count: " + Text(count) + ". Limit: " + Text(limit) + ".");
}
// Not observed (4.3).
Error StreamHasConsumers(const StreamName& stream, const AccountId& account) {
  return ResourceInUse("Stream " + Of(stream, account) + " has enhanced consumers registered.");
}
// Not observed (kinesis-api-45 2.7).
Error StreamHasChannels(const StreamName& stream, const AccountId& account) {
  return ResourceInUse("Stream " + Of(stream, account) + " has active channels.");
}
Error StreamIsOnDemand(const StreamName& stream, const AccountId& account) {
  return ValidationText("Request is invalid. Stream " + Of(stream, account) +
                        " is in On-Demand mode.");
}
Error RetentionTooShort(std::int32_t hours) {
  return InvalidArgument(
      "Minimum allowed retention period is 24 hours. Requested retention period (" + Text(hours) +
      " hours) is too short.");
}
Error RetentionTooLong(std::int32_t hours) {
  return InvalidArgument(
      "Maximum allowed retention period is 8760 hours. Requested retention period (" + Text(hours) +
      " hours) is too long.");
}
Error RetentionShorterThanNow(std::int32_t hours, const StreamName& stream, std::int32_t now) {
  return InvalidArgument("Requested retention period (" + Text(hours) + " hours) for stream " +
                         stream.text() + " can not be shorter than existing retention period (" +
                         Text(now) + " hours). Use DecreaseRetentionPeriod API.");
}
Error RetentionLongerThanNow(std::int32_t hours, const StreamName& stream, std::int32_t now) {
  return InvalidArgument("Requested retention period (" + Text(hours) + " hours) for stream " +
                         stream.text() + " can not be longer than existing retention period (" +
                         Text(now) + " hours). Use IncreaseRetentionPeriod API.");
}
// OBSERVED: the text begins with "Rate exceeded"; how it goes on is not known (4.0).
Error RateExceededForAccount(const AccountId& account) {
  return LimitExceeded("Rate exceeded for account " + account.text() + ".");
}
Error RateExceededForStream(const StreamName& stream, const AccountId& account) {
  return LimitExceeded("Rate exceeded for stream " + Of(stream, account) + ".");
}
// Not observed (4.16).
Error WarmThroughputNotAllowed(const StreamName& stream, const AccountId& account) {
  return ValidationText(
      "Request is invalid. Warm throughput of stream " + Of(stream, account) +
      " needs On-Demand mode and an enabled minimum throughput billing commitment.");
}
// Not observed (4.14).
Error WarmThroughputOnProvisioned() {
  return ValidationText(
      "Request is invalid. WarmThroughputMiBps is only supported for streams in On-Demand mode.");
}
// Not observed (4.16).
Error WarmThroughputTooHigh(std::int32_t mibps, std::int32_t limit) {
  return LimitExceeded("Requested warm throughput (" + Text(mibps) +
                       " MiBps) exceeds the limit of " + Text(limit) + " MiBps.");
}
// Not observed (kinesis-api-45 5).
Error AutoDistributionOnProvisioned() {
  return InvalidArgument(
      "Record distribution strategy AUTO is only supported for on-demand streams.");
}
// Not observed (kinesis-api-45 5).
Error StreamStillDistributes(const StreamName& stream, const AccountId& account) {
  return InvalidArgument("Stream " + Of(stream, account) +
                         " uses record distribution strategy AUTO, which is only supported for "
                         "on-demand streams.");
}
// Not observed (kinesis-api-45 2.7).
Error ChannelsNeedOnDemand(const StreamName& stream, const AccountId& account) {
  return InvalidArgument("Stream " + Of(stream, account) +
                         " has active channels, which are only supported for on-demand streams.");
}
// Not observed (9.1).
Error EncryptionTypeNone() { return InvalidArgument("EncryptionType must be KMS."); }
// Not observed (7.3).
Error EncryptionChangesPerDay(const StreamName& stream, const AccountId& account) {
  return LimitExceeded("Rate exceeded for stream " + Of(stream, account) +
                       ". Encryption can be changed at most 25 times in 24 hours.");
}

Error ShardNotFound(std::string_view raw_shard, const StreamName& stream,
                    const AccountId& account) {
  return ResourceNotFound("Could not find shard " + std::string(raw_shard) + " in stream " +
                          Of(stream, account) + ".");
}
Error ShardDoesNotExist(ShardId shard, const StreamName& stream, const AccountId& account) {
  return ResourceNotFound("Shard " + shard.ToString() + " in stream " + Of(stream, account) +
                          " does not exist");
}
Error ShardAlreadyClosed(ShardId shard, const StreamName& stream, const AccountId& account) {
  return InvalidArgument("Shard " + shard.ToString() + " in stream " + Of(stream, account) +
                         " has already been merged or split, and thus is not eligible for merging "
                         "or splitting.");
}
Error SplitPointOutOfRange(std::string_view key, ShardId shard, const StreamName& stream,
                           const AccountId& account, const HashKeyRange& range) {
  return InvalidArgument("NewStartingHashKey " + std::string(key) +
                         " used in SplitShard() on shard " + shard.ToString() + " in stream " +
                         Of(stream, account) +
                         " is not both greater than one plus the shard's StartingHashKey " +
                         range.starting.ToString() + " and less than the shard's EndingHashKey " +
                         range.ending.ToString() + ".");
}
Error ShardsNotAdjacent(ShardId shard, ShardId adjacent, const StreamName& stream,
                        const AccountId& account) {
  return InvalidArgument("Shards " + shard.ToString() + " and " + adjacent.ToString() +
                         " in stream " + Of(stream, account) +
                         " are not an adjacent pair of shards eligible for merging");
}
Error TargetAboveLimit(std::int32_t limit, std::int64_t open, std::int32_t target) {
  return LimitExceeded("Target shard count or number of open shards cannot be greater than " +
                       Text(limit) + ". Current open shard count: " + Text(open) +
                       ", Target shard count: " + Text(target));
}
Error ScaleUpTooFar(std::int64_t open, std::int32_t target) {
  return LimitExceeded(
      "UpdateShardCount cannot scale up over double your current open shard count. Current open "
      "shard count: " +
      Text(open) + ", Target shard count: " + Text(target));
}
Error ScaleDownTooFar(std::int64_t open, std::int32_t target) {
  return LimitExceeded(
      "UpdateShardCount cannot scale down below half your current open shard count. Current open "
      "shard count: " +
      Text(open) + ", Target shard count: " + Text(target));
}
// Not observed (4.13).
Error UpdateShardCountPerDay(const StreamName& stream, const AccountId& account) {
  return LimitExceeded("Rate exceeded for stream " + Of(stream, account) +
                       ". UpdateShardCount can be called at most 10 times in 24 hours.");
}

}  // namespace runnel::error

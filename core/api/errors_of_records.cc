// Errors of records, iterators and lists.
#include <cstdio>

#include "core/api/error_kinds.h"
#include "core/api/errors.h"
#include "core/base/calendar.h"

namespace runnel::error {
namespace {

// "Thu Jan 22 01:22:02 UTC 2015", as the service prints times of iterators.
std::string CalendarText(Timestamp time) {
  const CalendarTime t = CalendarTimeOf(time);
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%s %s %02d %02d:%02d:%02d UTC %lld",
                                 WeekdayOf(time).data(), MonthName(t.month).data(), t.day, t.hour,
                                 t.minute, t.second, static_cast<long long>(t.year));
  return std::string(text, static_cast<std::size_t>(size));
}

constexpr std::string_view kIteratorArguments =
    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
    "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request "
    "specified ";

}  // namespace

Error ExplicitHashKeyOutOfRange(std::string_view key) {
  return InvalidArgument(
      "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified "
      "value was " +
      std::string(key));
}
Error InvalidSequenceNumberForOrdering(std::string_view number, const StreamName& stream,
                                       const AccountId& account) {
  return InvalidArgument("ExclusiveMinimumSequenceNumber " + std::string(number) +
                         " used in PutRecord on stream " + Of(stream, account) + " is invalid.");
}
Error RecordTooLarge(std::string_view path, std::size_t bytes_max) {
  return ValidationOf("", path,
                      "Member must have length less than or equal to " + std::to_string(bytes_max));
}
// Not observed since the limit is 10 MiB (13, point 6).
Error RecordsTooLarge() { return InvalidArgument("Records size exceeds 10 MB limit"); }
Error RecordInternalFailure() { return Error("InternalFailure", "Internal Service Failure", 500); }
Error RateExceededForShard(ShardId shard, const StreamName& stream, const AccountId& account) {
  return Error(
      "ProvisionedThroughputExceededException",
      "Rate exceeded for shard " + shard.ToString() + " in stream " + Of(stream, account) + ".");
}
Error SequenceNumberMissing(std::string_view iterator_type) {
  return InvalidArgument(std::string(kIteratorArguments) + std::string(iterator_type) +
                         " and no StartingSequenceNumber.");
}
Error SequenceNumberSuperfluous(std::string_view iterator_type) {
  return InvalidArgument(std::string(kIteratorArguments) + std::string(iterator_type) +
                         " and also a StartingSequenceNumber.");
}
Error InvalidSequenceNumber(std::string_view number, std::string_view operation, ShardId shard,
                            const StreamName& stream, const AccountId& account) {
  return InvalidArgument("StartingSequenceNumber " + std::string(number) + " used in " +
                         std::string(operation) + " on shard " + shard.ToString() + " in stream " +
                         Of(stream, account) + " is invalid.");
}
Error SequenceNumberOfOtherShard(ShardId encoded, ShardId shard) {
  return InvalidArgument("Invalid StartingSequenceNumber. It encodes " + encoded.ToString() +
                         ", while it was used in a call to a shard with " + shard.ToString());
}
Error SequenceNumberOfOtherStream(std::string_view number, std::string_view operation,
                                  ShardId shard, const StreamName& stream,
                                  const AccountId& account) {
  return InvalidArgument("StartingSequenceNumber " + std::string(number) + " used in " +
                         std::string(operation) + " on shard " + shard.ToString() + " in stream " +
                         Of(stream, account) +
                         " is invalid because it did not come from this stream.");
}
Error TimestampMissing() {
  return InvalidArgument(
      "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request "
      "has no timestamp parameter.");
}
Error TimestampInFuture(Timestamp timestamp, Timestamp now) {
  return InvalidArgument(
      "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. "
      "timestampInMillis: " +
      std::to_string(timestamp.milliseconds) +
      ", currentTimestampInMillis: " + std::to_string(now.milliseconds));
}
Error InvalidShardIterator() { return InvalidArgument("Invalid ShardIterator."); }
Error ExpiredIterator(Timestamp issued, Timestamp now, Duration lifetime) {
  return Error("ExpiredIteratorException",
               "Iterator expired. The iterator was created at time " + CalendarText(issued) +
                   " while right now it is " + CalendarText(now) +
                   " which is further in the future than the tolerated delay of " +
                   std::to_string(lifetime.milliseconds) + " milliseconds.");
}
// Not observed (kinesis-api-45 4).
Error DryRunOperation() {
  return Error("DryRunOperationException",
               "The request would have succeeded, but the DryRun parameter was specified.");
}

Error NextTokenOrStreamMissing() {
  return InvalidArgument("Either NextToken or StreamName should be provided.");
}
Error NextTokenWithStream() {
  return InvalidArgument("NextToken and StreamName cannot be provided together.");
}
// Not observed (4.21).
Error NextTokenWith(std::string_view member) {
  return InvalidArgument("NextToken and " + std::string(member) + " cannot be provided together.");
}
// Not observed (13, point 8).
Error InvalidNextToken() { return InvalidArgument("Invalid NextToken."); }
// Not observed (13, point 8).
Error ExpiredNextToken() {
  return Error("ExpiredNextTokenException",
               "NextToken has expired. Call the operation again without NextToken.");
}
// Not observed (4.21).
Error StreamCreatedAtOtherTime(const StreamName& stream, const AccountId& account) {
  return Error(
      "ResourceNotFoundException",
      "Stream " + Of(stream, account) + " with the given StreamCreationTimestamp not found.");
}
// Not observed (4.21).
Error ShardFilterNeeds(std::string_view type, std::string_view member) {
  return InvalidArgument("ShardFilter of type " + std::string(type) + " requires " +
                         std::string(member) + ".");
}
// Not observed (6.6).
Error ShardFilterRefuses(std::string_view type, std::string_view member) {
  return InvalidArgument("ShardFilter of type " + std::string(type) + " does not accept " +
                         std::string(member) + ".");
}

}  // namespace runnel::error

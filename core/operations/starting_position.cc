#include "core/operations/starting_position.h"

#include "core/api/errors.h"

namespace runnel {
namespace {

Result<ShardPosition> AtSequenceNumber(const Stream& stream, const Shard& shard,
                                       const StartingPositionRequest& request) {
  const std::string& text = *request.sequence_number;
  const auto number = SequenceNumber::Parse(text);
  if (!number) {
    return error::InvalidSequenceNumber(text, request.operation, shard.id, stream.name(),
                                        stream.account());
  }
  if (number->shard != shard.id) return error::SequenceNumberOfOtherShard(number->shard, shard.id);
  // AWS: a number of the first layout whose shard matches is beyond the service (kinesis-api 4.9).
  if (number->version == 0) return error::InternalFailure();
  if (number->version != 2 || number->shard_created_seconds != shard.created_seconds) {
    return error::SequenceNumberOfOtherStream(text, request.operation, shard.id, stream.name(),
                                              stream.account());
  }
  const bool after = request.type == "AFTER_SEQUENCE_NUMBER";
  return after ? number->position.Next() : number->position;
}

}  // namespace

Result<ShardPosition> ResolveStartingPosition(const Context& context, const Stream& stream,
                                              const Shard& shard,
                                              const StartingPositionRequest& request) {
  const bool by_number =
      request.type == "AT_SEQUENCE_NUMBER" || request.type == "AFTER_SEQUENCE_NUMBER";
  if (by_number) {
    if (!request.sequence_number) return error::SequenceNumberMissing(request.type);
    return AtSequenceNumber(stream, shard, request);
  }
  if (request.type == "AT_TIMESTAMP") {
    if (!request.timestamp) return error::TimestampMissing();
    if (*request.timestamp > context.now) {
      return error::TimestampInFuture(*request.timestamp, context.now);
    }
    return shard.log.FirstAtOrAfter(*request.timestamp);
  }
  if (request.sequence_number) return error::SequenceNumberSuperfluous(request.type);
  return request.type == "LATEST" ? shard.log.end() : ShardPosition{};
}

}  // namespace runnel

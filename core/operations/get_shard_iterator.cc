// Source: kinesis-api 4.9, kinesis-api-45 4.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/shard_iterator.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/starting_position.h"
#include "core/operations/throttling.h"

namespace runnel {
namespace {

struct GetShardIteratorInput {
  std::optional<std::string> shard_id;
  std::optional<std::string> shard_iterator_type;
  std::optional<std::string> starting_sequence_number;
  std::optional<std::string> stream_name;
  std::optional<Timestamp> timestamp;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<bool> dry_run;
};
constexpr Member kInput[] = {
    Field<&GetShardIteratorInput::shard_id>("ShardId", shapes::kShardId).Required(),
    Field<&GetShardIteratorInput::shard_iterator_type>("ShardIteratorType",
                                                       shapes::kShardIteratorType)
        .Required(),
    Field<&GetShardIteratorInput::starting_sequence_number>("StartingSequenceNumber",
                                                            shapes::kSequenceNumber),
    Field<&GetShardIteratorInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&GetShardIteratorInput::timestamp>("Timestamp", shapes::kTimestamp),
    Field<&GetShardIteratorInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&GetShardIteratorInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&GetShardIteratorInput::dry_run>("DryRun", shapes::kBoolean),
};

struct GetShardIteratorOutput {
  std::optional<std::string> shard_iterator;
};
constexpr Member kOutput[] = {
    Field<&GetShardIteratorOutput::shard_iterator>("ShardIterator", shapes::kShardIterator),
};

Result<GetShardIteratorOutput> GetShardIterator(Context& context,
                                                const GetShardIteratorInput& input) {
  const auto arn = ResolveStream(context, input.stream_name, input.stream_arn);
  if (!arn) return arn.error();
  const auto id = ParseShardId(*input.shard_id);
  if (!id) return error::ShardNotFound(*input.shard_id, arn->stream, arn->scope.account);
  const Stream* const stream = FindReadableStream(context, *arn);
  const Shard* const shard = stream == nullptr ? nullptr : stream->FindShard(*id);
  if (shard == nullptr) return error::ShardDoesNotExist(*id, arn->stream, arn->scope.account);
  const auto position = ResolveStartingPosition(context, *stream, *shard,
                                                {"GetShardIterator", *input.shard_iterator_type,
                                                 input.starting_sequence_number, input.timestamp});
  if (!position) return position.error();
  if (input.dry_run.value_or(false)) return error::DryRunOperation();
  if (LimitsHold(context, *stream)) {
    if (const auto may = SpendIterator(context, *stream, *shard); !may) return may.error();
  }
  const ShardIterator iterator{context.now, arn->scope, arn->stream, stream->uid, *id, *position};
  return GetShardIteratorOutput{iterator.Seal(context.token_key, context.random.Next())};
}

}  // namespace

extern constexpr Operation kGetShardIterator =
    DefineOperation<GetShardIteratorInput, GetShardIteratorOutput, GetShardIterator>(
        "GetShardIterator", kInput, kOutput);

}  // namespace runnel

// Source: kinesis-api 4.7, kinesis-api-45 4 and 6.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/faults/fault_draws.h"
#include "core/operations/addressing.h"
#include "core/operations/encryption_keys.h"
#include "core/operations/operation.h"
#include "core/operations/placement.h"
#include "core/operations/throttling.h"

namespace runnel {
namespace {

struct PutRecordInput {
  std::optional<std::string> sequence_number_for_ordering;
  std::optional<std::string> partition_key;
  std::optional<std::string> explicit_hash_key;
  std::optional<std::string> data;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<bool> dry_run;
};
constexpr Member kInput[] = {
    Field<&PutRecordInput::sequence_number_for_ordering>("SequenceNumberForOrdering",
                                                         shapes::kSequenceNumber),
    Field<&PutRecordInput::partition_key>("PartitionKey", shapes::kPartitionKey)
        .RequiredWithoutAutoDistribution(),
    Field<&PutRecordInput::explicit_hash_key>("ExplicitHashKey", shapes::kHashKey),
    Field<&PutRecordInput::data>("Data", shapes::kData).Required().Redacted(),
    Field<&PutRecordInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&PutRecordInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&PutRecordInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&PutRecordInput::dry_run>("DryRun", shapes::kBoolean),
};

struct PutRecordOutput {
  std::string_view encryption_type;
  std::optional<std::string> sequence_number;
  std::optional<std::string> shard_id;
};
constexpr Member kOutput[] = {
    Field<&PutRecordOutput::shard_id>("ShardId", shapes::kShardId).Required(),
    Field<&PutRecordOutput::sequence_number>("SequenceNumber", shapes::kSequenceNumber).Required(),
    Field<&PutRecordOutput::encryption_type>("EncryptionType", shapes::kEncryptionType),
};

std::size_t RecordBytes(const PutRecordInput& input) {
  return input.data->size() + ViewOf(input.partition_key).size();
}

// A shard that a reshard made begins in the second after it, so numbers of its records may be ahead
// of the time, and are still numbers that were assigned.
std::int64_t LatestSeconds(const Stream& stream, const SequenceNumber& number, Timestamp now) {
  const Shard* const shard = stream.FindShard(number.shard);
  const bool is_of_shard =
      shard != nullptr && shard->created_seconds == number.shard_created_seconds;
  return is_of_shard ? shard->RecordSeconds(now) : now.seconds();
}

Result<void> CheckRecord(const Context& context, const Stream& stream,
                         const PutRecordInput& input) {
  const auto bytes_max = static_cast<std::size_t>(stream.record_size_max_kib) * 1024;
  if (RecordBytes(input) > bytes_max) return error::RecordTooLarge("data", bytes_max);
  if (input.sequence_number_for_ordering) {
    const auto number = SequenceNumber::Parse(*input.sequence_number_for_ordering);
    if (!number || number->position.seconds > LatestSeconds(stream, *number, context.now)) {
      return error::InvalidSequenceNumberForOrdering(*input.sequence_number_for_ordering,
                                                     stream.name(), stream.account());
    }
  }
  return {};
}

Result<PutRecordOutput> PutRecord(Context& context, const PutRecordInput& input) {
  const auto arn = ResolveStream(context, input.stream_name, input.stream_arn);
  if (!arn) return arn.error();
  const Stream* const stream = FindReadableStream(context, *arn);
  if (stream == nullptr) return error::StreamNotFound(arn->stream, arn->scope.account);
  context.notes.call = CountedCall::kPutRecord;
  context.notes.stream = stream->uid;
  RecordPlacer placer(*stream);
  auto shard = placer.Choose(ViewOf(input.partition_key), ViewOf(input.explicit_hash_key));
  if (!shard) return shard.error();
  context.notes.shard = (*shard)->id;
  context.notes.records = 1;
  context.notes.bytes = RecordBytes(input);
  if (const auto checked = CheckRecord(context, *stream, input); !checked) return checked.error();
  if (const auto may = CheckMayEncrypt(context, *stream); !may) return may.error();
  if (context.faults != nullptr) {
    const auto fault = context.faults->OnRecord((*shard)->id, ViewOf(input.partition_key));
    if (fault) return *fault;
  }
  if (input.dry_run.value_or(false)) return error::DryRunOperation();
  if (LimitsHold(context, *stream)) {
    const auto taken = SpendWrite(context, *stream, **shard, RecordBytes(input));
    if (!taken) return taken.error();
    shard = *taken;
    context.notes.shard = (*shard)->id;
  }

  NewRecord record;
  record.shard = (*shard)->id;
  record.index = placer.TakeIndex(**shard);
  if (input.partition_key) record.partition_key = *input.partition_key;
  record.data = *input.data;
  PutRecordOutput output;
  output.shard_id = record.shard.ToString();
  output.sequence_number =
      (*shard)->NumberAt({record.index, (*shard)->RecordSeconds(context.now)}).ToString();
  if (stream->encryption.enabled()) output.encryption_type = "KMS";
  context.Emit(RecordsAppended{
      stream->uid, context.now, stream->encryption.enabled(), {record}, placer.next_auto_place()});
  return output;
}

}  // namespace

extern constexpr Operation kPutRecord =
    DefineOperation<PutRecordInput, PutRecordOutput, PutRecord>("PutRecord", kInput, kOutput);

}  // namespace runnel

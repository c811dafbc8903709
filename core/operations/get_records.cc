// Source: kinesis-api 4.10, kinesis-api-45 4.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/faults/fault_draws.h"
#include "core/model/limits.h"
#include "core/model/shard_iterator.h"
#include "core/operations/addressing.h"
#include "core/operations/encryption_keys.h"
#include "core/operations/operation.h"
#include "core/operations/record_list.h"
#include "core/operations/throttling.h"

namespace runnel {
namespace {

struct GetRecordsInput {
  std::optional<std::int32_t> limit;
  std::optional<std::string> shard_iterator;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<bool> dry_run;
};
constexpr Member kInput[] = {
    Field<&GetRecordsInput::limit>("Limit", shapes::kPageLimit),
    Field<&GetRecordsInput::shard_iterator>("ShardIterator", shapes::kShardIterator).Required(),
    Field<&GetRecordsInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&GetRecordsInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&GetRecordsInput::dry_run>("DryRun", shapes::kBoolean),
};

struct GetRecordsOutput {
  RecordList records;
  std::optional<std::string> next_shard_iterator;
  std::optional<std::int64_t> millis_behind_latest;
  std::optional<std::vector<ChildShardOutput>> child_shards;

  Result<void> Load() { return records.Load(); }
};
constexpr Member kOutput[] = {
    Field<&GetRecordsOutput::records>("Records", kRecordListShape).Required(),
    Field<&GetRecordsOutput::next_shard_iterator>("NextShardIterator", shapes::kShardIterator),
    Field<&GetRecordsOutput::millis_behind_latest>("MillisBehindLatest", shapes::kLong),
    Field<&GetRecordsOutput::child_shards>("ChildShards", kChildShardList),
};

Result<ShardIterator> OpenIterator(const Context& context, const GetRecordsInput& input) {
  const auto iterator = ShardIterator::Open(context.token_key, *input.shard_iterator);
  if (!iterator) return error::InvalidShardIterator();
  const Duration lifetime = context.settings.shard_iterator_lifetime;
  if (context.now - iterator->issued > lifetime) {
    return error::ExpiredIterator(iterator->issued, context.now, lifetime);
  }
  if (input.stream_arn) {
    const auto arn = StreamArn::Parse(*input.stream_arn);
    if (!arn) return error::InvalidArn(*input.stream_arn);
    if (*arn != StreamArn{iterator->scope, iterator->stream}) {
      return error::StreamNameAndArnDiffer(*input.stream_arn, iterator->stream);
    }
  }
  return *iterator;
}

// Fault rules may hide what has just arrived, and let the next call begin where this one did.
void StrikeRead(Context& context, const Shard& shard, ShardPosition from, RecordRun& run) {
  if (const auto hidden_for = context.faults->HiddenFor()) {
    const Timestamp visible_until = context.now - *hidden_for + Duration::Milliseconds(1);
    run.KeepBefore(shard.log.FirstAtOrAfter(visible_until), from);
  }
  if (run.count > 0 && context.faults->Repeats()) {
    run.next = from;
    run.more = true;
  }
}

Result<GetRecordsOutput> GetRecords(Context& context, const GetRecordsInput& input) {
  auto iterator = OpenIterator(context, input);
  if (!iterator) return iterator.error();
  // DEVIATION: for a stream that was deleted and created again, the service answers
  // InternalFailure; a reader learns more from being told that its shard is gone.
  const Stream* const stream = context.state.FindStream(iterator->stream_uid);
  const Shard* const shard = stream == nullptr ? nullptr : stream->FindShard(iterator->shard);
  if (shard == nullptr) {
    return error::ShardDoesNotExist(iterator->shard, iterator->stream, iterator->scope.account);
  }
  context.notes.call = CountedCall::kGetRecords;
  context.notes.stream = stream->uid;
  context.notes.shard = shard->id;
  const bool dry_run = input.dry_run.value_or(false);
  const bool limited = !dry_run && LimitsHold(context, *stream);
  if (limited) {
    if (const auto may = CheckRead(context, *stream, *shard); !may) return may.error();
  }
  const auto count_max = static_cast<std::size_t>(input.limit.value_or(limits::kGetRecordsMax));
  RecordRun run = shard->log.Read(iterator->position, stream->TrimHorizon(context.now), count_max,
                                  limits::kGetRecordsBytesMax);
  if (context.faults != nullptr && !dry_run) StrikeRead(context, *shard, iterator->position, run);
  if (const auto may = CheckMayDecrypt(context.state, *stream, run, context.caller_arn); !may) {
    return may.error();
  }
  if (dry_run) return error::DryRunOperation();
  if (limited) SpendRead(context, *stream, *shard, run.bytes);
  GetRecordsOutput output;
  output.records = RecordList(*shard, run);
  const bool behind = run.more && run.count > 0;
  const Duration age = behind ? context.now - run.last_arrival : Duration{};
  output.millis_behind_latest = age.milliseconds;
  context.notes.records = run.count;
  context.notes.bytes = run.bytes;
  context.notes.from = iterator->position;
  context.notes.next = run.next;
  context.notes.behind = age;
  if (!run.more && !shard->open()) {
    output.child_shards = ChildShardsOf(*stream, *shard);
    return output;
  }
  iterator->issued = context.now;
  iterator->position = run.next;
  output.next_shard_iterator = iterator->Seal(context.token_key, context.random.Next());
  return output;
}

}  // namespace

extern constexpr Operation kGetRecords =
    DefineOperation<GetRecordsInput, GetRecordsOutput, GetRecords>("GetRecords", kInput, kOutput);

}  // namespace runnel

// Source: kinesis-api 4.8, kinesis-api-45 4 and 6.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/faults/fault_draws.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/encryption_keys.h"
#include "core/operations/operation.h"
#include "core/operations/placement.h"
#include "core/operations/throttling.h"

namespace runnel {
namespace {

struct PutRecordsRequestEntry {
  std::optional<std::string> partition_key;
  std::optional<std::string> explicit_hash_key;
  std::optional<std::string> data;
};
constexpr Member kEntry[] = {
    Field<&PutRecordsRequestEntry::partition_key>("PartitionKey", shapes::kPartitionKey)
        .RequiredWithoutAutoDistribution(),
    Field<&PutRecordsRequestEntry::explicit_hash_key>("ExplicitHashKey", shapes::kHashKey),
    Field<&PutRecordsRequestEntry::data>("Data", shapes::kData).Required().Redacted(),
};
constexpr Shape kEntryShape = StructureShape(kEntry);
constexpr Shape kEntryList = ListShape<PutRecordsRequestEntry>(kEntryShape, 1, 500);

struct PutRecordsInput {
  std::optional<std::vector<PutRecordsRequestEntry>> records;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<bool> dry_run;
};
constexpr Member kInput[] = {
    Field<&PutRecordsInput::records>("Records", kEntryList).Required().Redacted(),
    Field<&PutRecordsInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&PutRecordsInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&PutRecordsInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&PutRecordsInput::dry_run>("DryRun", shapes::kBoolean),
};

struct PutRecordsResultEntry {
  std::string_view sequence_number;
  std::string_view shard_id;
  std::string_view error_code;
  std::string_view error_message;
};
constexpr Member kResultEntry[] = {
    Field<&PutRecordsResultEntry::sequence_number>("SequenceNumber", shapes::kSequenceNumber),
    Field<&PutRecordsResultEntry::shard_id>("ShardId", shapes::kShardId),
    Field<&PutRecordsResultEntry::error_code>("ErrorCode", shapes::kText),
    Field<&PutRecordsResultEntry::error_message>("ErrorMessage", shapes::kText),
};
constexpr Shape kResultEntryShape = StructureShape(kResultEntry);

// What became of each record, rendered only when it is encoded.
class PutResultList {
 public:
  static constexpr bool kRecordSequence = true;

  void Reserve(std::size_t count) { results_.reserve(count); }
  void AddPlaced(const SequenceNumber& number) { results_.push_back({number, kNotRefused}); }
  void AddRefused(const Error& error) {
    results_.push_back({{}, errors_.size()});
    errors_.push_back(error);
  }

  std::size_t size() const { return results_.size(); }
  // Errors are a little longer than what is foreseen for them.
  std::size_t EncodedBytes() const { return results_.size() * kResultBytes; }
  template <class Visit>
  void ForEach(Visit visit) const {
    std::string number;
    std::string shard;  // the text of `shown`
    ShardId shown{-1};
    for (const Outcome& result : results_) {
      PutRecordsResultEntry entry;
      if (result.refusal == kNotRefused) {
        number.clear();
        result.number.AppendTo(number);
        if (result.number.shard != shown) {
          shown = result.number.shard;
          shard = shown.ToString();
        }
        entry.sequence_number = number;
        entry.shard_id = shard;
      } else {
        entry.error_code = errors_[result.refusal].code();
        entry.error_message = errors_[result.refusal].message();
      }
      visit(entry);
    }
  }

 private:
  static constexpr std::size_t kNotRefused = static_cast<std::size_t>(-1);
  static constexpr std::size_t kResultBytes = 120;  // of a number and a shard as JSON
  struct Outcome {
    SequenceNumber number;  // of a record that was put
    std::size_t refusal;    // else the index of its error
  };

  std::vector<Outcome> results_;
  std::vector<Error> errors_;
};
constexpr Shape kResultEntryList = SequenceShape<PutResultList>(kResultEntryShape);

struct PutRecordsOutput {
  std::optional<std::int32_t> failed_record_count;
  PutResultList records;
  std::string_view encryption_type;
};
constexpr Member kOutput[] = {
    Field<&PutRecordsOutput::failed_record_count>("FailedRecordCount", shapes::kInteger),
    Field<&PutRecordsOutput::records>("Records", kResultEntryList).Required(),
    Field<&PutRecordsOutput::encryption_type>("EncryptionType", shapes::kEncryptionType),
};

std::size_t RecordBytes(const PutRecordsRequestEntry& entry) {
  return entry.data->size() + ViewOf(entry.partition_key).size();
}

Result<void> CheckSizes(const Stream& stream, const std::vector<PutRecordsRequestEntry>& entries) {
  const auto bytes_max = static_cast<std::size_t>(stream.record_size_max_kib) * 1024;
  std::size_t total = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::size_t bytes = RecordBytes(entries[i]);
    if (bytes > bytes_max) {
      return error::RecordTooLarge("records." + std::to_string(i + 1) + ".member.data", bytes_max);
    }
    total += bytes;
  }
  if (total > limits::kPutRecordsBytesMax) return error::RecordsTooLarge();
  return {};
}

// The shard of each record. Errors: the first record's that has one.
Result<std::vector<const Shard*>> ChooseShards(RecordPlacer& placer,
                                               const std::vector<PutRecordsRequestEntry>& entries) {
  std::vector<RecordPlacer::Keys> keys;
  keys.reserve(entries.size());
  for (const PutRecordsRequestEntry& entry : entries) {
    keys.push_back({ViewOf(entry.partition_key), ViewOf(entry.explicit_hash_key)});
  }
  return placer.ChooseEach(keys);
}

// Why records are refused one by one: an injected fault, or too much at once.
class RecordRefusals {
 public:
  RecordRefusals(Context& context, const Stream& stream) : context_(context) {
    if (LimitsHold(context, stream)) write_.emplace(context, stream);
  }

  // Whether every record is let through unasked.
  bool none() const { return context_.faults == nullptr && !write_; }

  // Nullopt: the record goes into `shard`, which may have become another one.
  std::optional<Error> Ask(const PutRecordsRequestEntry& entry, const Shard*& shard) {
    if (context_.faults != nullptr) {
      if (auto fault = context_.faults->OnRecord(shard->id, ViewOf(entry.partition_key)))
        return fault;
    }
    if (!write_) return std::nullopt;
    const auto taken = write_->Spend(*shard, RecordBytes(entry));
    if (!taken) return taken.error();
    shard = *taken;
    return std::nullopt;
  }

  // To be called when all records have been asked about.
  void Finish() {
    if (write_) write_->Emit(context_);
  }

 private:
  Context& context_;
  std::optional<WriteBudget> write_;
};

PutRecordsOutput Append(Context& context, const Stream& stream, RecordPlacer& placer,
                        const std::vector<const Shard*>& shards,
                        const std::vector<PutRecordsRequestEntry>& entries) {
  RecordsAppended appended;
  appended.uid = stream.uid;
  appended.at = context.now;
  appended.encrypted = stream.encryption.enabled();
  appended.records.reserve(entries.size());
  PutRecordsOutput output;
  output.failed_record_count = 0;
  PutResultList& results = output.records;
  results.Reserve(entries.size());
  RecordRefusals refusals(context, stream);
  const bool asks = !refusals.none();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Shard* chosen = shards[i];
    if (asks) {
      if (const auto refused = refusals.Ask(entries[i], chosen)) {
        results.AddRefused(*refused);
        ++*output.failed_record_count;
        context.notes.refused.push_back({chosen->id, IsThrottling(*refused)});
        continue;
      }
    }
    const Shard& shard = *chosen;
    ++context.notes.records;
    context.notes.bytes += RecordBytes(entries[i]);
    NewRecord& record = appended.records.emplace_back();
    record.shard = shard.id;
    record.index = placer.TakeIndex(shard);
    record.partition_key = ViewOf(entries[i].partition_key);
    record.data = *entries[i].data;
    results.AddPlaced(shard.NumberAt({record.index, shard.RecordSeconds(context.now)}));
  }
  appended.next_auto_place = placer.next_auto_place();
  if (!appended.records.empty()) context.Emit(std::move(appended));
  refusals.Finish();
  if (stream.encryption.enabled()) output.encryption_type = "KMS";
  return output;
}

Result<PutRecordsOutput> PutRecords(Context& context, const PutRecordsInput& input) {
  const auto arn = ResolveStream(context, input.stream_name, input.stream_arn);
  if (!arn) return arn.error();
  const Stream* const stream = FindReadableStream(context, *arn);
  if (stream == nullptr) return error::StreamNotFound(arn->stream, arn->scope.account);
  context.notes.call = CountedCall::kPutRecords;
  context.notes.stream = stream->uid;
  const std::vector<PutRecordsRequestEntry>& entries = *input.records;
  RecordPlacer placer(*stream);
  const auto shards = ChooseShards(placer, entries);
  if (!shards) return shards.error();
  if (const auto checked = CheckSizes(*stream, entries); !checked) return checked.error();
  if (const auto may = CheckMayEncrypt(context, *stream); !may) return may.error();
  if (input.dry_run.value_or(false)) return error::DryRunOperation();
  return Append(context, *stream, placer, *shards, entries);
}

}  // namespace

extern constexpr Operation kPutRecords =
    DefineOperation<PutRecordsInput, PutRecordsOutput, PutRecords>("PutRecords", kInput, kOutput);

}  // namespace runnel

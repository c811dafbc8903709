// The emulator's own operation InspectRecords: the records of one shard, or of all shards of a
// stream merged by arrival. Reading them so is no read of Kinesis: it counts nowhere.
#include <algorithm>
#include <limits>
#include <tuple>

#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/base/decimal.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct InspectedRecordOutput {
  std::string shard_id;
  std::string sequence_number;
  std::int64_t sequence_index = 0;
  std::int64_t sequence_seconds = 0;
  std::int64_t arrival_millis = 0;
  std::optional<std::string> partition_key;
  std::optional<std::string> hash_key;
  std::int64_t data_bytes = 0;
  std::string data;
  bool encrypted = false;
};
constexpr Member kRecord[] = {
    Field<&InspectedRecordOutput::shard_id>("ShardId", shapes::kText).Required(),
    Field<&InspectedRecordOutput::sequence_number>("SequenceNumber", shapes::kText).Required(),
    Field<&InspectedRecordOutput::sequence_index>("SequenceIndex", shapes::kLong).Required(),
    Field<&InspectedRecordOutput::sequence_seconds>("SequenceSeconds", shapes::kLong).Required(),
    Field<&InspectedRecordOutput::arrival_millis>("ArrivalMillis", shapes::kLong).Required(),
    Field<&InspectedRecordOutput::partition_key>("PartitionKey", shapes::kText),
    Field<&InspectedRecordOutput::hash_key>("HashKey", shapes::kText),
    Field<&InspectedRecordOutput::data_bytes>("DataBytes", shapes::kLong).Required(),
    Field<&InspectedRecordOutput::data>("Data", shapes::kData).Required(),
    Field<&InspectedRecordOutput::encrypted>("Encrypted", shapes::kBoolean).Required(),
};
constexpr Shape kInspectedRecordShape = StructureShape(kRecord);
constexpr Shape kInspectedRecordList = ListShape<InspectedRecordOutput>(kInspectedRecordShape);

struct InspectRecordsInput {
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> shard_id;
  std::optional<std::int64_t> from_millis;
  std::optional<std::string> after;
  std::optional<bool> newest;
  std::optional<std::int32_t> limit;
  std::optional<std::int32_t> data_bytes_max;
};
constexpr Shape kMillis = NumberShape(ShapeKind::kLong, 0);
constexpr Shape kLimit = NumberShape(ShapeKind::kInteger, 1, 1000);
constexpr Member kInput[] = {
    Field<&InspectRecordsInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&InspectRecordsInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&InspectRecordsInput::shard_id>("ShardId", shapes::kShardId),
    Field<&InspectRecordsInput::from_millis>("FromMillis", kMillis),
    Field<&InspectRecordsInput::after>("After", shapes::kNextToken),
    Field<&InspectRecordsInput::newest>("Newest", shapes::kBoolean),
    Field<&InspectRecordsInput::limit>("Limit", kLimit),
    Field<&InspectRecordsInput::data_bytes_max>("DataBytesMax", shapes::kNaturalInteger),
};

struct InspectRecordsOutput {
  std::vector<InspectedRecordOutput> records;
  std::optional<std::string> next;
};
constexpr Member kOutput[] = {
    Field<&InspectRecordsOutput::records>("Records", kInspectedRecordList).Required(),
    Field<&InspectRecordsOutput::next>("Next", shapes::kNextToken),
};

constexpr std::int32_t kDefaultLimit = 100;
constexpr std::int32_t kDefaultDataBytes = 1024;

// The order of the listing: by arrival, then by shard. "{milliseconds}.{shard}.{index}".
struct ListPlace {
  std::int64_t arrival_millis = 0;
  std::int32_t shard = 0;
  std::uint64_t index = 0;

  friend bool operator<(const ListPlace& a, const ListPlace& b) {
    return std::tie(a.arrival_millis, a.shard, a.index) <
           std::tie(b.arrival_millis, b.shard, b.index);
  }
  std::string ToString() const {
    return std::to_string(arrival_millis) + "." + std::to_string(shard) + "." +
           std::to_string(index);
  }
  static std::optional<ListPlace> Parse(std::string_view text) {
    const std::size_t first = text.find('.');
    const std::size_t second = text.find('.', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    Uint128 arrival = 0;
    Uint128 shard = 0;
    Uint128 index = 0;
    constexpr auto kMax = static_cast<Uint128>(std::numeric_limits<std::int64_t>::max());
    constexpr auto kShardMax = static_cast<Uint128>(std::numeric_limits<std::int32_t>::max());
    const bool read = ParseDecimal(text.substr(0, first), arrival) &&
                      ParseDecimal(text.substr(first + 1, second - first - 1), shard) &&
                      ParseDecimal(text.substr(second + 1), index);
    if (!read || arrival >= kMax || shard > kShardMax || index >= kMax) return std::nullopt;
    return ListPlace{static_cast<std::int64_t>(arrival), static_cast<std::int32_t>(shard),
                     static_cast<std::uint64_t>(index)};
  }
};

struct FoundRecord {
  ListPlace place;
  const Shard* shard = nullptr;
  RecordSlice record;  // alone
};

// Where the listing begins in a shard.
ShardPosition Begin(const Shard& shard, const InspectRecordsInput& input,
                    const std::optional<ListPlace>& after, std::size_t limit) {
  if (after) {
    if (shard.id.index == after->shard) return {after->index + 1, 0};
    const bool passed = shard.id.index < after->shard;
    return shard.log.FirstAtOrAfter({after->arrival_millis + (passed ? 1 : 0)});
  }
  ShardPosition begin;
  if (input.from_millis) begin = shard.log.FirstAtOrAfter({*input.from_millis});
  if (input.newest.value_or(false)) begin = std::max(begin, shard.log.FromNewest(limit - 1));
  return begin;
}

void Collect(const Shard& shard, ShardPosition begin, Timestamp horizon, std::size_t limit,
             std::vector<FoundRecord>& found) {
  const RecordRun run =
      shard.log.Read(begin, horizon, limit, std::numeric_limits<std::size_t>::max());
  for (const RecordSlice& slice : run.slices) {
    for (std::size_t i = slice.first; i < slice.first + slice.count; ++i) {
      const ListPlace place{slice.chunk->ArrivalAt(i).milliseconds, shard.id.index,
                            slice.chunk->PositionAt(i).index};
      found.push_back({place, &shard, {slice.chunk, i, 1}});
    }
  }
}

// REQUIRES: the record is loaded.
InspectedRecordOutput Show(const FoundRecord& found, std::size_t data_bytes_max) {
  const StoredRecord stored = found.record.chunk->At(found.record.first);
  InspectedRecordOutput record;
  record.shard_id = found.shard->id.ToString();
  record.sequence_number = found.shard->NumberAt(stored.position).ToString();
  record.sequence_index = static_cast<std::int64_t>(stored.position.index);
  record.sequence_seconds = stored.position.seconds;
  record.arrival_millis = stored.arrival.milliseconds;
  if (stored.partition_key.data() != nullptr) {
    record.partition_key = std::string(stored.partition_key);
    record.hash_key = HashKey::OfPartitionKey(stored.partition_key).ToString();
  }
  record.data_bytes = static_cast<std::int64_t>(stored.data.size());
  record.data = std::string(stored.data.substr(0, data_bytes_max));
  record.encrypted = stored.encrypted;
  return record;
}

Result<InspectRecordsOutput> InspectRecords(Context& context, const InspectRecordsInput& input) {
  const auto stream = FindStream(context, input.stream_name, input.stream_arn);
  if (!stream) return stream.error();
  std::optional<ListPlace> after;
  if (input.after && !(after = ListPlace::Parse(*input.after))) {
    return error::ControlArgument("After must be the Next of an earlier answer.");
  }
  std::optional<ShardId> only;
  if (input.shard_id && !(only = ParseShardId(*input.shard_id))) {
    return error::ShardNotFound(*input.shard_id, (*stream)->name(), (*stream)->account());
  }
  if (only && (*stream)->FindShard(*only) == nullptr) {
    return error::ShardDoesNotExist(*only, (*stream)->name(), (*stream)->account());
  }
  const auto limit = static_cast<std::size_t>(input.limit.value_or(kDefaultLimit));
  std::vector<FoundRecord> found;
  for (const auto& shard : (*stream)->shards) {
    if (!shard || (only && shard->id != *only)) continue;
    Collect(*shard, Begin(*shard, input, after, limit), (*stream)->TrimHorizon(context.now), limit,
            found);
  }
  const auto before = [](const FoundRecord& a, const FoundRecord& b) { return a.place < b.place; };
  const std::size_t count = std::min(limit, found.size());
  const bool from_the_end = input.newest.value_or(false) && !after;
  const auto first =
      from_the_end ? found.end() - static_cast<std::ptrdiff_t>(count) : found.begin();
  const auto cut = from_the_end ? first : first + static_cast<std::ptrdiff_t>(count);
  if (cut != found.end()) std::nth_element(found.begin(), cut, found.end(), before);
  std::sort(first, first + static_cast<std::ptrdiff_t>(count), before);
  const auto data_bytes_max =
      static_cast<std::size_t>(input.data_bytes_max.value_or(kDefaultDataBytes));
  InspectRecordsOutput output;
  for (auto record = first; record != first + static_cast<std::ptrdiff_t>(count); ++record) {
    if (!record->record.Load()) return error::RecordsNotReadable();
    output.records.push_back(Show(*record, data_bytes_max));
  }
  if (count > 0) output.next = (first + static_cast<std::ptrdiff_t>(count) - 1)->place.ToString();
  if (count == 0) output.next = input.after;
  return output;
}

}  // namespace

extern constexpr Operation kInspectRecords =
    DefineOperation<InspectRecordsInput, InspectRecordsOutput, InspectRecords>("InspectRecords",
                                                                               kInput, kOutput);

}  // namespace runnel

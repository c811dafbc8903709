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
  // Where the listing begins: at one of these, or else with the oldest record.
  std::optional<std::int64_t> from_millis;
  std::optional<std::string> from_sequence_number;
  std::optional<std::string> after;
  // Or where it ends.
  std::optional<std::string> before;
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
    Field<&InspectRecordsInput::from_sequence_number>("FromSequenceNumber", shapes::kText),
    Field<&InspectRecordsInput::after>("After", shapes::kNextToken),
    Field<&InspectRecordsInput::before>("Before", shapes::kNextToken),
    Field<&InspectRecordsInput::newest>("Newest", shapes::kBoolean),
    Field<&InspectRecordsInput::limit>("Limit", kLimit),
    Field<&InspectRecordsInput::data_bytes_max>("DataBytesMax", shapes::kNaturalInteger),
};

struct InspectRecordsOutput {
  std::vector<InspectedRecordOutput> records;
  // For After and Before: the last and the first of them.
  std::optional<std::string> next;
  std::optional<std::string> previous;
};
constexpr Member kOutput[] = {
    Field<&InspectRecordsOutput::records>("Records", kInspectedRecordList).Required(),
    Field<&InspectRecordsOutput::next>("Next", shapes::kNextToken),
    Field<&InspectRecordsOutput::previous>("Previous", shapes::kNextToken),
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

// What is listed.
struct Wish {
  std::optional<ListPlace> from;    // the first of them is there or after it
  std::optional<ListPlace> before;  // the last of them is before it
  bool from_the_end = false;        // of more than `limit`, the last
  std::size_t limit = 0;
};

// The first record of a shard that is at the place or after it.
ShardPosition At(const Shard& shard, const ListPlace& place) {
  if (shard.id.index == place.shard) return {place.index, 0};
  const bool passed = shard.id.index < place.shard;
  return shard.log.FirstAtOrAfter({place.arrival_millis + (passed ? 1 : 0)});
}

// Where the listing begins in a shard.
ShardPosition Begin(const Shard& shard, const Wish& wish) {
  const ShardPosition begin = wish.from ? At(shard, *wish.from) : ShardPosition();
  if (!wish.from_the_end) return begin;
  const std::size_t beyond = wish.before ? shard.log.CountFrom(At(shard, *wish.before)) : 0;
  return std::max(begin, shard.log.FromNewest(beyond + wish.limit - 1));
}

void Collect(const Shard& shard, const Wish& wish, Timestamp horizon,
             std::vector<FoundRecord>& found) {
  const RecordRun run = shard.log.Read(Begin(shard, wish), horizon, wish.limit,
                                       std::numeric_limits<std::size_t>::max());
  for (const RecordSlice& slice : run.slices) {
    for (std::size_t i = slice.first; i < slice.first + slice.count; ++i) {
      const ListPlace place{slice.chunk->ArrivalAt(i).milliseconds, shard.id.index,
                            slice.chunk->PositionAt(i).index};
      if (wish.before && !(place < *wish.before)) return;
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

Result<std::optional<ListPlace>> ReadPlace(const std::optional<std::string>& token,
                                           std::string_view member, std::string_view of) {
  if (!token) return std::optional<ListPlace>();
  const auto place = ListPlace::Parse(*token);
  if (place) return place;
  return error::ControlArgument(std::string(member) + " must be the " + std::string(of) +
                                " of an earlier answer.");
}

// Where the record of this number is, or the next one of its shard.
Result<ListPlace> PlaceOf(const Stream& stream, const std::string& text) {
  const auto number = SequenceNumber::Parse(text);
  if (!number) {
    return error::ControlArgument("FromSequenceNumber must be the sequence number of a record.");
  }
  const Shard* const shard = stream.FindShard(number->shard);
  if (shard == nullptr || number->shard_created_seconds != shard->created_seconds) {
    return error::ControlArgument("FromSequenceNumber must be of a record of this stream.");
  }
  const RecordRun run = shard->log.Read(number->position, {}, 1, 1);
  if (run.count == 0) {
    return error::ControlArgument("FromSequenceNumber is after the last record of " +
                                  shard->id.ToString() + ".");
  }
  const RecordSlice& slice = run.slices.front();
  return ListPlace{run.last_arrival.milliseconds, shard->id.index,
                   slice.chunk->PositionAt(slice.first).index};
}

Result<Wish> ReadWish(const Stream& stream, const InspectRecordsInput& input) {
  Wish wish;
  wish.limit = static_cast<std::size_t>(input.limit.value_or(kDefaultLimit));
  auto after = ReadPlace(input.after, "After", "Next");
  if (!after) return after.error();
  auto before = ReadPlace(input.before, "Before", "Previous");
  if (!before) return before.error();
  wish.before = *before;
  wish.from_the_end = wish.before || (input.newest.value_or(false) && !*after);
  if (*after) {
    wish.from = **after;
    ++wish.from->index;
  } else if (input.from_sequence_number) {
    const auto place = PlaceOf(stream, *input.from_sequence_number);
    if (!place) return place.error();
    wish.from = *place;
  } else if (input.from_millis) {
    wish.from = ListPlace{*input.from_millis, -1, 0};  // before all shards
  }
  return wish;
}

// In order, those of `found` that are listed.
void Choose(const Wish& wish, std::vector<FoundRecord>& found) {
  const auto earlier = [](const FoundRecord& a, const FoundRecord& b) { return a.place < b.place; };
  if (found.size() > wish.limit) {
    const auto listed = static_cast<std::ptrdiff_t>(wish.limit);
    const auto cut = wish.from_the_end ? found.end() - listed : found.begin() + listed;
    std::nth_element(found.begin(), cut, found.end(), earlier);
    found.erase(wish.from_the_end ? found.begin() : cut, wish.from_the_end ? cut : found.end());
  }
  std::sort(found.begin(), found.end(), earlier);
}

Result<InspectRecordsOutput> InspectRecords(Context& context, const InspectRecordsInput& input) {
  const auto stream = FindStream(context, input.stream_name, input.stream_arn);
  if (!stream) return stream.error();
  const auto wish = ReadWish(**stream, input);
  if (!wish) return wish.error();
  std::optional<ShardId> only;
  if (input.shard_id && !(only = ParseShardId(*input.shard_id))) {
    return error::ShardNotFound(*input.shard_id, (*stream)->name(), (*stream)->account());
  }
  if (only && (*stream)->FindShard(*only) == nullptr) {
    return error::ShardDoesNotExist(*only, (*stream)->name(), (*stream)->account());
  }
  std::vector<FoundRecord> found;
  for (const auto& shard : (*stream)->shards) {
    if (!shard || (only && shard->id != *only)) continue;
    Collect(*shard, *wish, (*stream)->TrimHorizon(context.now), found);
  }
  Choose(*wish, found);
  const auto data_bytes_max =
      static_cast<std::size_t>(input.data_bytes_max.value_or(kDefaultDataBytes));
  InspectRecordsOutput output;
  for (FoundRecord& record : found) {
    if (!record.record.Load()) return error::RecordsNotReadable();
    output.records.push_back(Show(record, data_bytes_max));
  }
  output.next = found.empty() ? input.after : std::optional(found.back().place.ToString());
  output.previous = found.empty() ? input.before : std::optional(found.front().place.ToString());
  return output;
}

}  // namespace

extern constexpr Operation kInspectRecords =
    DefineOperation<InspectRecordsInput, InspectRecordsOutput, InspectRecords>("InspectRecords",
                                                                               kInput, kOutput);

}  // namespace runnel

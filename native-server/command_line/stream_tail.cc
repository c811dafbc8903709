#include "native-server/command_line/stream_tail.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "core/base/base64.h"
#include "native-server/command_line/json_members.h"

namespace runnel {
namespace {

namespace json = boost::json;

struct ListedShard {
  std::string id;
  std::vector<std::string> parents;
  bool open = true;
};

ListedShard ListedOf(const json::object& shard) {
  ListedShard listed;
  listed.id = TextMember(shard, "ShardId");
  for (const char* const name : {"ParentShardId", "AdjacentParentShardId"}) {
    if (std::string parent = TextMember(shard, name); !parent.empty()) {
      listed.parents.push_back(std::move(parent));
    }
  }
  listed.open = !shard.at("SequenceNumberRange").as_object().contains("EndingSequenceNumber");
  return listed;
}

// Nullopt: it is not told; the operations that control the emulator may be switched off.
std::optional<Timestamp> EmulatorTime(const ServiceClient& client) {
  try {
    const json::object clock = client.Call("Runnel.DescribeClock", {});
    return Timestamp{clock.at("NowMillis").to_number<std::int64_t>()};
  } catch (const ServiceRefusal&) {
    return std::nullopt;
  }
}

TailRecord RecordOf(const std::string& shard, const json::object& answered) {
  TailRecord record;
  record.shard_id = shard;
  record.sequence_number = TextMember(answered, "SequenceNumber");
  record.partition_key = TextMember(answered, "PartitionKey");
  const json::value* const arrival = answered.if_contains("ApproximateArrivalTimestamp");
  if (arrival != nullptr) {
    record.arrival = {std::llround(arrival->to_number<double>() * 1000)};
  }
  if (DecodeBase64(answered.at("Data").as_string(), record.data)) {
    throw Failure(kExitFailed, "the server sent what is not base64");
  }
  return record;
}

}  // namespace

StreamTail::StreamTail(const ServiceClient& client, std::string stream, TailStart start,
                       const std::string& only_shard, bool outlasts_cuts)
    : client_(client),
      stream_(std::move(stream)),
      start_(start),
      only_shard_(only_shard),
      outlasts_cuts_(outlasts_cuts) {
  if (start_.type == TailStart::Type::kLatest) tip_time_ = EmulatorTime(client_);
}

json::object StreamTail::Call(const std::string& operation, const json::object& input) {
  json::object answer = client_.Call("Kinesis_20131202." + operation, input);
  reached_ = true;
  return answer;
}

void StreamTail::Begin() {
  if (!only_shard_.empty()) {
    Open(only_shard_, start_);
    begun_ = true;
    return;
  }
  try {
    BeginShards();
  } catch (const ServiceRefusal& refusal) {
    Postpone(refusal);
  }
}

void StreamTail::BeginShards() {
  std::vector<ListedShard> shards;
  json::object input = {{"StreamName", stream_}};
  while (!input.empty()) {
    const json::object answer = Call("ListShards", input);
    for (const json::value& value : answer.at("Shards").as_array()) {
      shards.push_back(ListedOf(value.as_object()));
    }
    const std::string next = TextMember(answer, "NextToken");
    input = next.empty() ? json::object() : json::object{{"NextToken", next}};
  }
  begun_ = !shards.empty();
  without_shards_ = shards.empty();
  for (const ListedShard& shard : shards) known_.insert(shard.id);
  for (const ListedShard& shard : shards) {
    // From the tip on, only open shards have anything to give; else what has no parents any more
    // comes first, and the rest when its parents have been read.
    const bool root =
        std::none_of(shard.parents.begin(), shard.parents.end(),
                     [&](const std::string& parent) { return known_.contains(parent); });
    const bool first = start_.type == TailStart::Type::kLatest ? shard.open : root;
    if (first) Open(shard.id, start_);
    if (start_.type == TailStart::Type::kLatest && !shard.open) finished_.insert(shard.id);
  }
}

void StreamTail::Open(const std::string& shard, const TailStart& start) {
  reading_.emplace(shard, Reading{.iterator = {}, .last_number = {}, .start = start});
}

std::string StreamTail::Iterator(const std::string& shard, const Reading& reading) {
  json::object input = {{"StreamName", stream_}, {"ShardId", shard}};
  if (!reading.last_number.empty()) {
    input["ShardIteratorType"] = "AFTER_SEQUENCE_NUMBER";
    input["StartingSequenceNumber"] = reading.last_number;
  } else if (reading.start.type == TailStart::Type::kAtTimestamp) {
    input["ShardIteratorType"] = "AT_TIMESTAMP";
    input["Timestamp"] = static_cast<double>(reading.start.time.milliseconds) / 1000;
  } else {
    input["ShardIteratorType"] =
        reading.start.type == TailStart::Type::kLatest ? "LATEST" : "TRIM_HORIZON";
  }
  return TextMember(Call("GetShardIterator", input), "ShardIterator");
}

void StreamTail::Postpone(const ServiceRefusal& refusal) {
  const std::string& code = refusal.code();
  const bool too_often =
      code == "ProvisionedThroughputExceededException" || code == "LimitExceededException";
  if (!too_often && code != "InternalFailure" && code != "ServiceUnavailable") throw refusal;
  if (!too_often) hindrance_ = refusal.what();
  at_tip_ = false;
}

bool StreamTail::ReadShard(const std::string& shard, Reading& reading,
                           std::vector<TailRecord>& records) {
  json::object answer;
  const bool kept = !reading.iterator.empty();
  try {
    if (!kept) {
      const TailStart start = reading.start;
      // The tip moves on: another iterator has to begin where this one does.
      if (start.type == TailStart::Type::kLatest && tip_time_) {
        reading.start = {TailStart::Type::kAtTimestamp, *tip_time_};
      }
      reading.iterator = Iterator(shard, Reading{{}, reading.last_number, start});
    }
    answer = Call("GetRecords", {{"ShardIterator", reading.iterator}});
  } catch (const ServiceRefusal& refusal) {
    // A server that has started again may know nothing of an iterator that was kept, and have
    // another stream of that name, to which the last record's number does not belong.
    const bool foreign = refusal.code() == "InvalidArgumentException";
    if (foreign && reading.iterator.empty() && !reading.last_number.empty()) {
      reading.last_number.clear();
      reading.start = {TailStart::Type::kTrimHorizon, {}};
    } else if ((foreign && kept) || refusal.code() == "ExpiredIteratorException") {
      reading.iterator.clear();
    } else {
      Postpone(refusal);
    }
    at_tip_ = false;
    return true;
  }
  for (const json::value& value : answer.at("Records").as_array()) {
    records.push_back(RecordOf(shard, value.as_object()));
    reading.last_number = records.back().sequence_number;
  }
  const json::value* const behind = answer.if_contains("MillisBehindLatest");
  if (behind != nullptr && behind->to_number<double>() > 0) at_tip_ = false;
  reading.iterator = TextMember(answer, "NextShardIterator");
  if (!reading.iterator.empty()) return true;
  finished_.insert(shard);
  at_tip_ = false;
  if (only_shard_.empty()) OpenChildren(answer);
  return false;
}

void StreamTail::OpenChildren(const json::object& answer) {
  const json::value* const children = answer.if_contains("ChildShards");
  if (children == nullptr) return;
  for (const json::value& value : children->as_array()) {
    const json::object& child = value.as_object();
    const auto& parents = child.at("ParentShards").as_array();
    // A parent that is not known was gone before.
    const bool waits = std::any_of(parents.begin(), parents.end(), [&](const json::value& parent) {
      const std::string id(parent.as_string());
      return known_.contains(id) && !finished_.contains(id);
    });
    const std::string id = TextMember(child, "ShardId");
    if (waits || reading_.contains(id) || finished_.contains(id)) continue;
    known_.insert(id);
    const bool timed = start_.type == TailStart::Type::kAtTimestamp;
    Open(id, timed ? start_ : TailStart{TailStart::Type::kTrimHorizon, {}});
  }
}

void StreamTail::ReadShards(std::vector<TailRecord>& records) {
  std::vector<std::string> shards;
  for (const auto& [shard, reading] : reading_) shards.push_back(shard);
  for (const std::string& shard : shards) {
    if (!ReadShard(shard, reading_.at(shard), records)) reading_.erase(shard);
  }
}

std::vector<TailRecord> StreamTail::Read() {
  std::vector<TailRecord> records;
  at_tip_ = true;
  hindrance_.clear();
  try {
    if (!begun_) Begin();
    ReadShards(records);
  } catch (const NoAnswer& failure) {
    const bool may_pass = reached_ || failure.why() == NoAnswer::Why::kCutOff;
    if (!outlasts_cuts_ || !may_pass) throw;
    hindrance_ = failure.what();
    at_tip_ = false;
    // Another server knows nothing of the iterators of this one.
    for (auto& [shard, reading] : reading_) reading.iterator.clear();
  }
  // By the next time there may be records.
  if (!begun_ && tip_time_) start_ = {TailStart::Type::kAtTimestamp, *tip_time_};
  std::stable_sort(records.begin(), records.end(),
                   [](const TailRecord& a, const TailRecord& b) { return a.arrival < b.arrival; });
  return records;
}

}  // namespace runnel

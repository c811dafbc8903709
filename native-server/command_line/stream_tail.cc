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

std::vector<ListedShard> ListShards(const ServiceClient& client, const std::string& stream) {
  std::vector<ListedShard> shards;
  json::object input = {{"StreamName", stream}};
  for (;;) {
    const json::object answer = client.Call("Kinesis_20131202.ListShards", input);
    for (const json::value& value : answer.at("Shards").as_array()) {
      const json::object& shard = value.as_object();
      ListedShard& listed = shards.emplace_back();
      listed.id = TextMember(shard, "ShardId");
      for (const char* const name : {"ParentShardId", "AdjacentParentShardId"}) {
        if (std::string parent = TextMember(shard, name); !parent.empty()) {
          listed.parents.push_back(std::move(parent));
        }
      }
      listed.open = !shard.at("SequenceNumberRange").as_object().contains("EndingSequenceNumber");
    }
    const std::string next = TextMember(answer, "NextToken");
    if (next.empty()) return shards;
    input = {{"NextToken", next}};
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
                       const std::string& only_shard)
    : client_(client),
      stream_(std::move(stream)),
      start_(start),
      follows_children_(only_shard.empty()) {
  if (!follows_children_) {
    Open(only_shard, start_);
    return;
  }
  const std::vector<ListedShard> shards = ListShards(client_, stream_);
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
  Reading reading{.iterator = {}, .last_number = {}, .start = start};
  reading.iterator = Iterator(shard, reading);
  reading_.emplace(shard, std::move(reading));
}

std::string StreamTail::Iterator(const std::string& shard, const Reading& reading) const {
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
  return TextMember(client_.Call("Kinesis_20131202.GetShardIterator", input), "ShardIterator");
}

bool StreamTail::ReadShard(const std::string& shard, Reading& reading,
                           std::vector<TailRecord>& records) {
  json::object answer;
  try {
    answer = client_.Call("Kinesis_20131202.GetRecords", {{"ShardIterator", reading.iterator}});
  } catch (const ServiceRefusal& refusal) {
    // What passes: the next round tries again.
    const std::string& code = refusal.code();
    if (code == "ExpiredIteratorException") {
      reading.iterator = Iterator(shard, reading);
    } else if (code != "ProvisionedThroughputExceededException" && code != "InternalFailure" &&
               code != "ServiceUnavailable") {
      throw;
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
  if (follows_children_) OpenChildren(answer);
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

std::vector<TailRecord> StreamTail::Read() {
  std::vector<TailRecord> records;
  at_tip_ = true;
  std::vector<std::string> shards;
  for (const auto& [shard, reading] : reading_) shards.push_back(shard);
  for (const std::string& shard : shards) {
    if (!ReadShard(shard, reading_.at(shard), records)) reading_.erase(shard);
  }
  std::stable_sort(records.begin(), records.end(),
                   [](const TailRecord& a, const TailRecord& b) { return a.arrival < b.arrival; });
  return records;
}

}  // namespace runnel

#include "core/integrations/channels/channel_objects.h"

#include <utility>

#include "core/base/base64.h"
#include "core/base/json_document.h"
#include "core/base/sha256.h"
#include "core/base/utf8.h"
#include "core/base/uuid.h"
#include "core/model/sequence_number.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

// Why a record cannot be delivered: a code and words for it; nothing: it can.
struct Fault {
  std::string_view code;
  std::string_view message;
};
Fault FaultOf(std::string_view data, std::string_view format) {
  if (format == "JSON" && !IsJson(data)) return {"InvalidJson", "The record is not valid JSON."};
  if (format == "STRING" && !IsValidUtf8(data)) {
    return {"InvalidUtf8", "The record is not valid UTF-8."};
  }
  return {};
}

void AppendDeadLetter(const FlushedShard& shard, const StoredRecord& record, const Fault& fault,
                      std::string& out) {
  out.append(R"({"errorCode":")").append(fault.code);
  out.append(R"(","errorMessage":")").append(fault.message);
  out.append(R"(","shardId":")").append(shard.id.ToString()).append(R"(","sequenceNumber":")");
  SequenceNumber{2, shard.created_seconds, shard.id, record.position}.AppendTo(out);
  out += R"(","approximateArrivalTimestamp":)";
  json::WriteTimestamp(record.arrival, out);
  if (record.partition_key.data() != nullptr) {
    out += R"(,"partitionKey":)";
    json::WriteString(record.partition_key, out);
  }
  out += R"(,"data":")";
  AppendBase64(record.data, out);
  out += "\"}\n";
}

// A hash of what tells the flush from others, so that a repeat has the same key.
std::string SuffixOf(const Channel& channel) {
  std::string text = channel.arn.channel.text() + '/' + std::to_string(channel.flush_count);
  if (const auto& ends = channel.flush->ends; !ends.empty()) {
    const ShardId first = ends.begin()->first;
    text += '/' + first.ToString() + '/' + std::to_string(channel.NextOf(first).index);
  }
  const Sha256Digest digest = Sha256(text);
  std::uint64_t words[2] = {};
  for (std::size_t i = 0; i < 16; ++i) words[i / 8] = words[i / 8] << 8 | digest[i];
  return '-' + UuidOf(words[0], words[1]);
}

// Makes the two objects as the records come.
class Objects {
 public:
  explicit Objects(const ObjectPlan& plan) : plan_(plan) {}

  void Add(const FlushedShard& shard, const StoredRecord& record) {
    const Fault fault = FaultOf(record.data, plan_.format);
    if (!fault.code.empty()) {
      ++made_.tally.dead_letters;
      return AppendDeadLetter(shard, record, fault, dead_letters_);
    }
    ++made_.tally.records;
    records_ += record.data;
    const bool is_text = plan_.format != "BYTE_ARRAY";
    if (is_text && plan_.line_feeds && !record.data.ends_with('\n')) records_ += '\n';
  }

  ChannelObjects Take() {
    const S3StorageConfiguration& storage = *plan_.destination.storage;
    if (made_.tally.records > 0) {
      Add(*storage.bucket_arn, plan_.Key(), *storage.compression_type, std::move(records_));
    }
    if (made_.tally.dead_letters > 0) {
      Add(*plan_.destination.dead_letter_queue->bucket_arn, plan_.DeadLetterKey(), "NONE",
          std::move(dead_letters_));
    }
    return std::move(made_);
  }

 private:
  void Add(const std::string& bucket_arn, std::string key, const std::string& compression,
           std::string bytes) {
    ++made_.tally.objects;
    made_.tally.bytes += bytes.size();
    made_.objects.push_back({BucketOf(bucket_arn), std::move(key), compression, std::move(bytes)});
  }

  const ObjectPlan& plan_;
  std::string records_;
  std::string dead_letters_;
  ChannelObjects made_;
};

}  // namespace

std::string BucketOf(std::string_view bucket_arn) {
  return std::string(bucket_arn.substr(bucket_arn.rfind(':') + 1));
}

ObjectPlan ObjectPlan::Of(const Channel& channel, const Settings& settings) {
  return {*channel.configuration.s3,
          *channel.configuration.record.record_format_type,
          settings.channel_line_feeds,
          {channel.name.text(), channel.arn.channel.text(), channel.stream_arn.stream.text()},
          channel.flush->at,
          SuffixOf(channel)};
}

std::string ObjectPlan::Key() const {
  const S3StorageConfiguration& storage = *destination.storage;
  return ExpandKeyTemplate(*storage.output_key_template, names, *storage.compression_type, at,
                           suffix);
}

std::string ObjectPlan::DeadLetterKey() const {
  return *destination.dead_letter_queue->error_output_prefix + HourPath(at) + '/' +
         names.channel_name + suffix + ".json";
}

ChannelObjects MakeObjects(const ObjectPlan& plan, std::vector<FlushedShard> shards) {
  Objects objects(plan);
  for (FlushedShard& shard : shards) {
    for (RecordSlice& slice : shard.slices) {
      if (!slice.Load()) {
        ChannelObjects none;
        none.failure = "records of " + shard.id.ToString() + " cannot be read";
        return none;
      }
      for (std::size_t i = 0; i < slice.count; ++i) {
        objects.Add(shard, slice.chunk->At(slice.first + i));
      }
      slice.chunk.reset();  // one of them at a time is in memory
    }
  }
  return objects.Take();
}

}  // namespace runnel

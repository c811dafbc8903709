#include "inspector-ui/view_models/record_rows.h"

#include <boost/json.hpp>
#include <cstdio>

#include "core/base/base64.h"
#include "core/base/utf8.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr std::size_t kPreviewBytes = 200;

std::string Text(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

std::int64_t Integer(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_number() ? member->to_number<std::int64_t>() : 0;
}

bool Prints(char c) { return c >= 0x20 && c < 0x7f; }

}  // namespace

std::string PreviewOf(const std::string& data) {
  std::string preview;
  const bool text = IsValidUtf8(data);
  for (const char c : data.substr(0, kPreviewBytes)) {
    const bool kept = text ? static_cast<unsigned char>(c) >= 0x20 : Prints(c);
    preview += kept ? c : (c == '\n' || c == '\t') ? ' ' : '.';
  }
  return preview;
}

std::vector<RecordRow> ReadRecordRows(const json::object& answer) {
  std::vector<RecordRow> rows;
  const json::value* const records = answer.if_contains("Records");
  if (records == nullptr || !records->is_array()) return rows;
  for (const json::value& value : records->get_array()) {
    const json::object& record = value.as_object();
    RecordRow& row = rows.emplace_back();
    row.shard_id = Text(record, "ShardId");
    row.sequence_number = Text(record, "SequenceNumber");
    row.sequence_index = Integer(record, "SequenceIndex");
    row.sequence_seconds = Integer(record, "SequenceSeconds");
    row.arrival_millis = Integer(record, "ArrivalMillis");
    row.partition_key = Text(record, "PartitionKey");
    row.hash_key = Text(record, "HashKey");
    row.data_bytes = Integer(record, "DataBytes");
    if (DecodeBase64(Text(record, "Data"), row.data)) row.data.clear();
    row.preview = PreviewOf(row.data);
  }
  return rows;
}

bool Holds(const RecordRow& row, const std::string& text) {
  return text.empty() || row.partition_key.find(text) != std::string::npos ||
         row.data.find(text) != std::string::npos;
}

std::string HexLine(const std::string& data, std::size_t begin) {
  char part[24];
  std::snprintf(part, sizeof part, "%08zx ", begin);
  std::string line = part;
  std::string letters;
  for (std::size_t i = begin; i < begin + kHexLineBytes; ++i) {
    if (i < data.size()) {
      std::snprintf(part, sizeof part, " %02x", static_cast<unsigned char>(data[i]));
      letters += Prints(data[i]) ? data[i] : '.';
    }
    line += i < data.size() ? part : "   ";
  }
  return line + "  |" + letters + "|";
}

std::string AwsCommand(const RecordRow& row, const std::string& stream_name) {
  const auto quoted = [](const std::string& text) {
    std::string result(1, '\'');
    for (const char c : text) {
      if (c == '\'') result.append("'\\'");
      result += c;
    }
    result += '\'';
    return result;
  };
  std::string data;
  AppendBase64(row.data, data);
  return "aws kinesis put-record --stream-name " + stream_name + " --partition-key " +
         quoted(row.partition_key) + " --data " + quoted(data);
}

}  // namespace runnel

// Records as the inspector lists them: the answer of Runnel.InspectRecords.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace runnel {

struct RecordRow {
  std::string shard_id;
  std::string sequence_number;
  std::int64_t sequence_index = 0;
  std::int64_t sequence_seconds = 0;
  std::int64_t arrival_millis = 0;
  std::string partition_key;
  std::string hash_key;
  std::int64_t data_bytes = 0;
  std::string data;     // the beginning of it
  std::string preview;  // a line of text
};

std::vector<RecordRow> ReadRecordRows(const boost::json::object& answer);

// The beginning of the data as a line of text.
std::string PreviewOf(const std::string& data);

// Whether the row's key or data holds the text; an empty text is in every one.
bool Holds(const RecordRow& row, const std::string& text);

// "00000000  68 65 6c 6c 6f …  |hello|": a line of a hex dump, of the bytes from `begin` on.
inline constexpr std::size_t kHexLineBytes = 16;
std::string HexLine(const std::string& data, std::size_t begin);

// The call of the AWS CLI that puts the record again. REQUIRES: all its data are in the row.
std::string AwsCommand(const RecordRow& row, const std::string& stream_name);

}  // namespace runnel

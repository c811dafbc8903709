#include "inspector-ui/view_models/record_rows.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

namespace runnel {
namespace {

TEST_CASE("ReadRecordRows: a row for each record, with its data decoded") {
  const auto rows = ReadRecordRows(boost::json::parse(R"({"Records":[{
      "ShardId":"shardId-000000000001","SequenceNumber":"123","SequenceIndex":7,
      "SequenceSeconds":8,"ArrivalMillis":9,"PartitionKey":"k","HashKey":"42","DataBytes":6,
      "Data":"YQpiAA==","Encrypted":false}]})")
                                       .get_object());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].sequence_index == 7);
  CHECK(rows[0].data == std::string("a\nb\0", 4));
  CHECK(rows[0].preview == "a b.");
  CHECK(Holds(rows[0], ""));
  CHECK(Holds(rows[0], "k"));
  CHECK(Holds(rows[0], "a\nb"));
  CHECK_FALSE(Holds(rows[0], "c"));
  CHECK(ReadRecordRows({}).empty());
}

TEST_CASE("HexLine: sixteen bytes a line") {
  CHECK(HexLine("hello", 0) ==
        "00000000  68 65 6c 6c 6f                                   |hello|");
  CHECK(HexLine("0123456789abcdefg", 0) ==
        "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  |0123456789abcdef|");
  CHECK(HexLine(std::string(17, '\xff'), 16) ==
        "00000010  ff                                               |.|");
}

TEST_CASE("AwsCommand: what the shell takes as the same record again") {
  RecordRow row;
  row.partition_key = "it's";
  row.data = "hi";
  CHECK(AwsCommand(row, "s") ==
        "aws kinesis put-record --stream-name s --partition-key 'it'\\''s' --data 'aGk='");
}

}  // namespace
}  // namespace runnel

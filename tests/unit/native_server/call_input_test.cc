#include "native-server/command_line/call_input.h"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

#include "core/api/operation_catalog.h"
#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

namespace runnel {
namespace {

const OperationEntry& OperationNamed(std::string_view name) {
  static const std::vector<OperationEntry> kCatalog = OperationCatalog();
  for (const OperationEntry& entry : kCatalog) {
    if (entry.name == name) return entry;
  }
  FAIL("no such operation");
  return kCatalog.front();
}

std::string Build(std::string_view operation, const std::vector<GivenFlag>& flags,
                  const std::string& base = "") {
  try {
    return BuildCallInput(*OperationNamed(operation).input, flags, base);
  } catch (const Failure& failure) {
    CHECK(failure.exit_status() == 2);
    return failure.what();
  }
}

TEST_CASE("A member's flag is named as the AWS CLI names it") {
  CHECK(FlagNameOf("StreamName") == "stream-name");
  CHECK(FlagNameOf("StreamARN") == "stream-arn");
  CHECK(FlagNameOf("ConsumerARN") == "consumer-arn");
  CHECK(FlagNameOf("Data") == "data");
  CHECK(FlagNameOf("MaxRecordSizeInKiB") == "max-record-size-in-ki-b");
}

TEST_CASE("No member of any operation has the flag of another one, or of the command itself") {
  for (const OperationEntry& operation : OperationCatalog()) {
    std::set<std::string> names = {"help", "input", "account", "region", "endpoint"};
    for (const Member& member : operation.input->members) {
      CAPTURE(operation.name);
      CAPTURE(member.name);
      CHECK(names.insert(FlagNameOf(member.name)).second);
    }
  }
}

TEST_CASE("Flags become members of the kind that the shape says") {
  CHECK(Build("CreateStream", {{"stream-name", "7"}, {"shard-count", "2"}}) ==
        R"({"StreamName":"7","ShardCount":2})");
  CHECK(Build("PutRecord", {{"dry-run", "on"}, {"data", "hello"}}) ==
        R"({"DryRun":true,"Data":"aGVsbG8="})");
  CHECK(Build("PutRecord", {{"DryRun", "false"}}) == R"({"DryRun":false})");
  CHECK(Build("CreateStream", {}) == "{}");
}

TEST_CASE("A time may be seconds or a date") {
  CHECK(Build("GetShardIterator", {{"timestamp", "1700000000.5"}}) ==
        Build("GetShardIterator", {{"timestamp", "2023-11-14T22:13:20.5Z"}}));
  CHECK(ReadTimestamp("1970-01-02") == Timestamp{86'400'000});
  CHECK(ReadTimestamp("1970-01-01T00:00:01Z") == Timestamp{1000});
  CHECK(ReadTimestamp("1970-01-01 01:00:00+01:00") == Timestamp{0});
  CHECK(ReadTimestamp("1969-12-31T23:00:00-01:00") == Timestamp{0});
  for (const std::string text : {"", "now", "1970", "1970-01", "1970-01-01T", "1970-01-01Q",
                                 "1970-01-01T00:00:00+1", "1970-01-01T00:00:00Zx"}) {
    CAPTURE(text);
    CHECK(ReadTimestamp(text).has_value() == (text == "1970"));
  }
}

TEST_CASE("Lists, maps and structures may be JSON or the short form") {
  CHECK(Build("EnableEnhancedMonitoring", {{"shard-level-metrics", "ALL"}}) ==
        R"({"ShardLevelMetrics":["ALL"]})");
  CHECK(Build("EnableEnhancedMonitoring",
              {{"shard-level-metrics", "IncomingBytes, OutgoingBytes"}}) ==
        R"({"ShardLevelMetrics":["IncomingBytes","OutgoingBytes"]})");
  CHECK(Build("EnableEnhancedMonitoring", {{"shard-level-metrics", R"(["ALL"])"}}) ==
        R"({"ShardLevelMetrics":["ALL"]})");
  CHECK(Build("AddTagsToStream", {{"tags", "team=blue,cost=1=2"}}) ==
        R"({"Tags":{"team":"blue","cost":"1=2"}})");
  CHECK(Build("SubscribeToShard",
              {{"starting-position", "Type=AT_TIMESTAMP,Timestamp=1700000000"}}) ==
        R"({"StartingPosition":{"Type":"AT_TIMESTAMP","Timestamp":1.7E9}})");
  CHECK(Build("SubscribeToShard", {{"starting-position", R"({"Type":"LATEST"})"}}) ==
        R"({"StartingPosition":{"Type":"LATEST"}})");
  CHECK(Build("PutRecords", {{"records", R"([{"PartitionKey":"a","Data":"YQ=="}])"}}) ==
        R"({"Records":[{"PartitionKey":"a","Data":"YQ=="}]})");
}

TEST_CASE("Flags add to the JSON given as a whole, and win over it") {
  CHECK(Build("CreateStream", {{"shard-count", "3"}}, R"({"StreamName":"a","ShardCount":1})") ==
        R"({"StreamName":"a","ShardCount":3})");
  CHECK(Build("CreateStream", {}, R"({"Anything":[1]})") == R"({"Anything":[1]})");
}

TEST_CASE("A value of the wrong kind is refused before it is sent") {
  CHECK(Build("CreateStream", {{"shard-count", "two"}}) ==
        "--shard-count: 'two' is not a whole number");
  CHECK(Build("PutRecord", {{"dry-run", "perhaps"}}) ==
        "--dry-run: 'perhaps' is neither true nor false");
  CHECK(Build("PutRecords", {{"records", "a,b"}}) ==
        "--records: 'a,b' is not a list; write it as JSON: [...]");
  CHECK(Build("PutRecords", {{"records", "[{]"}}).starts_with("--records: '[{]' is not JSON ("));
  CHECK(Build("SubscribeToShard", {{"starting-position", "LATEST"}}) ==
        "--starting-position: 'LATEST' is neither JSON, {...}, nor Key=Value,Key=Value");
  CHECK(Build("SubscribeToShard", {{"starting-position", "Kind=LATEST"}}) ==
        "--starting-position: 'Kind' is not a member of it");
  CHECK(Build("GetShardIterator", {{"timestamp", "soon"}})
            .starts_with("--timestamp: 'soon' is not a time; write"));
  CHECK(Build("CreateStream", {}, "[1]") == "--input: '[1]' is not a JSON object, {...}");
}

TEST_CASE("A blob is the text itself, a file's bytes, or what base64 stands for") {
  const TemporaryFolder folder;
  const std::string path = folder.Write("data", std::string("\0\xff", 2));
  CHECK(ReadBlob("hello") == "hello");
  CHECK(ReadBlob("") == "");
  CHECK(ReadBlob("base64:aGk=") == "hi");
  CHECK(ReadBlob("fileb://" + path) == std::string("\0\xff", 2));
  CHECK(ReadBlob("file://" + folder.Write("empty", "")) == "");
  CHECK_THROWS_AS(ReadBlob("base64:?"), Failure);
  CHECK_THROWS_AS(ReadBlob("fileb://" + path + "-absent"), Failure);
}

}  // namespace
}  // namespace runnel

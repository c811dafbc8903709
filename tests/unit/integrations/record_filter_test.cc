#include "core/integrations/event_filter/record_filter.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

bool LetsThrough(const std::vector<std::string>& patterns, std::string_view data) {
  std::string fault;
  const auto filter = RecordFilter::Parse(patterns, fault);
  REQUIRE_MESSAGE(filter, fault);
  return filter->Matches({"user-1", "49600000000000000000000000000000000000000000000000000001",
                          Timestamp{1'700'000'000'500}, data});
}

TEST_CASE("Without patterns every record passes a filter") {
  CHECK(RecordFilter().LetsEverythingThrough());
  CHECK(RecordFilter().Matches({"k", "1", {}, "\xff"}));
}

TEST_CASE("A pattern is matched against the JSON that the payload holds") {
  CHECK(LetsThrough({R"({"data": {"city": ["Oslo"]}})"}, R"({"city": "Oslo"})"));
  CHECK_FALSE(LetsThrough({R"({"data": {"city": ["Oslo"]}})"}, R"({"city": "Rome"})"));
  CHECK(LetsThrough({R"({"data": {"city": ["Oslo"]}})"}, R"([{"city": "Rome"},{"city":"Oslo"}])"));
  CHECK_FALSE(LetsThrough({R"({"data": {"city": ["Oslo"]}})"}, R"("Oslo")"));
  CHECK(LetsThrough({R"({"data": [{"numeric": [">", 3]}]})"}, "4"));
}

TEST_CASE("A payload that is not JSON passes only patterns that ask nothing of it") {
  for (const std::string_view data : {"", "hello", "{\"a\":", "\"\xff\""}) {
    CHECK_FALSE(LetsThrough({R"({"data": {"a": [{"exists": false}]}})"}, data));
    CHECK_FALSE(LetsThrough({R"({"kinesis": {"data": {"a": [{"exists": false}]}}})"}, data));
    CHECK(LetsThrough({R"({"partitionKey": ["user-1"]})"}, data));
  }
}

// As objects in objects they would be more than a stack holds.
TEST_CASE("A payload in which too many names lead to a value is none for patterns") {
  const std::string dots(500'000, '.');
  for (const std::string& data :
       {"{\"" + dots + "\": 1}", "[{\"a\": {\"" + dots.substr(0, 99) + "\": 1}}]"}) {
    CHECK_FALSE(LetsThrough({R"({"data": {"a": [{"exists": false}]}})"}, data));
    CHECK(LetsThrough({R"({"data": {"a": [1]}})", R"({"partitionKey": ["user-1"]})"}, data));
  }
  CHECK(LetsThrough({R"({"data": {"a": [{"exists": false}]}})"},
                    "{\"" + dots.substr(0, 99) + "\": 1}"));
}

TEST_CASE("A record is one event with its other members beside the payload") {
  CHECK(LetsThrough({R"({"partitionKey": [{"prefix": "user-"}]})"}, "x"));
  CHECK_FALSE(LetsThrough({R"({"partitionKey": ["other"]})"}, "x"));
  CHECK(LetsThrough({R"({"kinesisSchemaVersion": ["1.0"]})"}, "x"));
  CHECK(LetsThrough({R"({"sequenceNumber": [{"prefix": "496"}]})"}, "x"));
  CHECK(
      LetsThrough({R"({"approximateArrivalTimestamp": [{"numeric": ["=", 1700000000.5]}]})"}, "x"));
  CHECK(LetsThrough({R"({"kinesis": {"partitionKey": ["user-1"]}})"}, "x"));
  CHECK(LetsThrough({R"({"kinesis": {"data": {"a": [1]}}})"}, R"({"a": 1})"));
}

TEST_CASE("A record that was put without a partition key has none for patterns") {
  std::string fault;
  const auto without = RecordFilter::Parse({R"({"partitionKey": [{"exists": false}]})"}, fault);
  REQUIRE(without);
  CHECK(without->Matches({{}, "1", {}, "x"}));
  CHECK_FALSE(without->Matches({"k", "1", {}, "x"}));
}

TEST_CASE("A record passes when one of several patterns matches") {
  const std::vector<std::string> patterns = {R"({"data": {"a": [1]}})", R"({"data": {"b": [2]}})"};
  CHECK(LetsThrough(patterns, R"({"b": 2})"));
  CHECK_FALSE(LetsThrough(patterns, R"({"a": 2, "b": 1})"));
}

TEST_CASE("A filter with an invalid pattern is refused") {
  std::string fault;
  CHECK_FALSE(RecordFilter::Parse({R"({"a": [1]})", R"({"a": 1})"}, fault));
  CHECK(fault == "\"a\" must be an object or an array");
}

}  // namespace
}  // namespace runnel

#include "core/integrations/pipes/pipe_plan.h"

#include <doctest/doctest.h>

namespace runnel::pipes {
namespace {

constexpr const char* kEvents =
    R"({"eventID":"s:1","partitionKey":"a"},{"eventID":"s:2","partitionKey":"b"})";
constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";
constexpr const char* kStream = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
constexpr const char* kDestination =
    "arn:aws:events:us-east-1:000000000000:api-destination/orders/1";

PipePlan PlanOf(const PipeSettings& pipe) {
  auto plan = PipePlan::Of(pipe, "arn", "source");
  REQUIRE(plan.has_value());
  return *std::move(plan);
}

PipeSettings To(const std::string& target, const std::string& parameters = "") {
  PipeSettings pipe;
  pipe.name = "p";
  pipe.target = target;
  pipe.target_parameters = parameters;
  return pipe;
}

TEST_CASE("a function gets an array, of texts where a template makes no JSON") {
  CHECK(PlanOf(To(kFunction)).First(kEvents, {}).payload == "[" + std::string(kEvents) + "]");
  const PipeSettings pipe = To(kFunction, R"({"InputTemplate": "key <$.partitionKey>"})");
  CHECK(PlanOf(pipe).First(kEvents, {}).payload == R"(["key a","key b"])");
  CHECK_FALSE(
      PlanOf(To(kFunction, R"({"LambdaFunctionParameters":{"InvocationType":"FIRE_AND_FORGET"}})"))
          .First(kEvents, {})
          .waits);
}

TEST_CASE("a stream gets a record for each event, by a key that may be a path") {
  const PipeSettings pipe =
      To(kStream, R"({"KinesisStreamParameters":{"PartitionKey":"$.partitionKey"}})");
  const Sending sending = PlanOf(pipe).First(kEvents, {});
  REQUIRE(sending.items.size() == 2);
  CHECK(sending.items[1].key == "b");
  CHECK(sending.items[1].text == R"({"eventID":"s:2","partitionKey":"b"})");
  CHECK(sending.event_ids == std::vector<std::string>{"s:1", "s:2"});
}

TEST_CASE("a log group gets an event for each, by a log stream and a time that may be paths") {
  constexpr const char* kGroup = "arn:aws:logs:us-east-1:000000000000:log-group:g";
  const PipeSettings pipe = To(kGroup, R"({"InputTemplate":"<$.n>","CloudWatchLogsParameters":
      {"LogStreamName":"all","Timestamp":"$.at"}})");
  const Sending sending = PlanOf(pipe).First(R"({"n":1,"at":1700000000000},{"n":2})", {});
  REQUIRE(sending.items.size() == 2);
  CHECK(sending.items[0].key == "all");
  CHECK(sending.items[0].text == "1");
  CHECK(sending.items[0].timestamp == "1700000000000");
  CHECK(sending.items[1].timestamp.empty());
  const auto fixed = PipePlan::Of(To(kGroup, R"({"CloudWatchLogsParameters":{"Timestamp":"5"}})"),
                                  "arn", "source");
  REQUIRE_FALSE(fixed.has_value());
  CHECK(fixed.error().message() == "CloudWatchLogsParameters.Timestamp must be a JSON path.");
}

TEST_CASE("an API destination gets the event, its parameters filled in") {
  const PipeSettings pipe = To(kDestination, R"({"HttpParameters": {
      "PathParameterValues": ["$.partitionKey"], "HeaderParameters": {"X-A": "b"},
      "QueryStringParameters": {"q": "$.none"}}})");
  const Sending sending = PlanOf(pipe).First(R"({"partitionKey":"a"})", {});
  CHECK(sending.payload == R"({"partitionKey":"a"})");
  CHECK(sending.path_values == std::vector<std::string>{"a"});
  CHECK(sending.headers.at(0).second == "b");
  CHECK(sending.query.at(0).second.empty());
}

TEST_CASE("an enrichment's answer replaces the events or ends the batch") {
  PipeSettings pipe = To(kStream, R"({"KinesisStreamParameters":{"PartitionKey":"$.k"}})");
  pipe.enrichment = kFunction;
  const PipePlan plan = PlanOf(pipe);
  CHECK(plan.First(kEvents, {}).enriches);
  CHECK(plan.First(kEvents, {}).kind == PlaceKind::kFunction);
  for (const char* const end : {"", "\"\"", "{}", "[]", "null"}) {
    const std::string shown = end;
    CAPTURE(shown);
    const auto after = plan.AfterEnrichment(end, {});
    REQUIRE(after.has_value());
    CHECK_FALSE(after->has_value());
  }
  const auto after = plan.AfterEnrichment(R"([{"k":"x"},{"k":"y"},{}])", {});
  REQUIRE(after.has_value());
  REQUIRE(after->has_value());
  CHECK((*after)->items.size() == 3);
  CHECK((*after)->items[1].key == "y");
  CHECK((*after)->event_ids.empty());
  CHECK((*plan.AfterEnrichment("[{}]", {}))->items.at(0).text == "{}");
  CHECK_FALSE(plan.AfterEnrichment("no json", {}).has_value());
  std::string many = "[{}";
  for (int i = 0; i < 500; ++i) many += ",{}";
  CHECK(plan.AfterEnrichment(many + "]", {}).error().message() ==
        "The enrichment answered with more events than the target takes");
}

}  // namespace
}  // namespace runnel::pipes

// Pipes through the emulator: what hosts are given to send, and pipes that write to each other.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

Settings AtOnce() {
  Settings settings = WithoutDelays();
  settings.event_source_mapping_delay = {};
  settings.api_destinations["orders"] = "PUT http://127.0.0.1:1/in/*?v=1";
  return settings;
}

class Pipes : public EmulatorFixture {
 public:
  explicit Pipes(const Settings& settings = AtOnce()) : EmulatorFixture(settings) {
    for (const char* const name : {"a", "b"}) {
      Call("CreateStream", R"({"StreamName": ")" + std::string(name) + R"(", "ShardCount": 1})");
    }
  }

  Reply Create(const std::string& name, const std::string& source, const std::string& target,
               const std::string& parameters) {
    const std::string body =
        R"({"Source":")" + Stream(source) + R"(","Target":")" + target +
        R"(","RoleArn":"arn:aws:iam::000000000000:role/r","SourceParameters":)"
        R"({"KinesisStreamParameters":{"StartingPosition":"TRIM_HORIZON"}},"TargetParameters":)" +
        parameters + "}";
    return Ask("POST", "/v1/pipes/" + name, body);
  }

  Reply Ask(std::string_view method, const std::string& path, std::string_view body) {
    const Header headers[] = {
        {"Content-Type", "application/json"},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/pipes/aws4_request, "
         "SignedHeaders=host, Signature=0"}};
    return emulator.Handle({method, path, headers, body});
  }

  static std::string Stream(const std::string& name) {
    return "arn:aws:kinesis:us-east-1:000000000000:stream/" + name;
  }

  void Put(const std::string& stream) {
    Call("PutRecord", R"({"StreamName":")" + stream + R"(","PartitionKey":"k 1","Data":"eA=="})");
  }

  std::string Reason(const std::string& name) {
    const Reply reply = Ask("GET", "/v1/pipes/" + name, "");
    const auto described = boost::json::parse(reply.body);
    const auto* const reason = described.as_object().if_contains("StateReason");
    return reason == nullptr ? std::string() : std::string(reason->as_string());
  }
};

const std::string kDestination = "arn:aws:events:us-east-1:000000000000:api-destination/";
constexpr const char* kAnyKey = R"({"KinesisStreamParameters":{"PartitionKey":"k"}})";

TEST_CASE_FIXTURE(Pipes, "a host is given the request to an API destination") {
  const Reply created = Create("p", "a", kDestination + "orders/1", R"({"HttpParameters":
      {"PathParameterValues":["$.partitionKey"],"HeaderParameters":{"X-A":"b"},
       "QueryStringParameters":{"q":"$.partitionKey"}}})");
  REQUIRE(created.status == 200);
  Put("a");
  Put("a");
  auto taken = emulator.TakeInvocations();
  REQUIRE(taken.size() == 1);
  REQUIRE(taken[0].http.has_value());
  CHECK(taken[0].http->method == "PUT");
  CHECK(taken[0].http->url == "http://127.0.0.1:1/in/k%201?v=1&q=k%201");
  CHECK(taken[0].http->headers.back() == std::pair<std::string, std::string>("X-A", "b"));
  CHECK(taken[0].payload.starts_with(R"({"kinesisSchemaVersion":"1.0","partitionKey":"k 1")"));
  CHECK(emulator.TakeInvocations().empty());
  emulator.CompleteInvocation(taken[0].id, {InvocationOutcome::Kind::kReturned, "thanks", {}});
  CHECK(emulator.TakeInvocations().size() == 1);
}

TEST_CASE_FIXTURE(Pipes, "a record cannot add headers, and what is no URL is not called") {
  Create("p", "a", kDestination + "orders/1",
         R"({"HttpParameters":{"HeaderParameters":{"X-A":"$.data","bad name":"x"}}})");
  // "x\r\nX-B: y" as JSON, in base64.
  Call("PutRecord", R"({"StreamName":"a","PartitionKey":"k","Data":"InhcclxuWC1COiB5Ig=="})");
  const auto taken = emulator.TakeInvocations();
  REQUIRE(taken.size() == 1);
  REQUIRE(taken[0].http.has_value());
  CHECK(taken[0].http->headers.size() == 3);
  CHECK(taken[0].http->headers.back() == std::pair<std::string, std::string>("X-A", "x  X-B: y"));
  for (const char* const nonsense :
       {"nowhere", "DANCE http://127.0.0.1:1", " http://127.0.0.1:1"}) {
    Control("UpdateSettings", R"({"ApiDestinations":{"odd":")" + std::string(nonsense) + R"("}})");
    const std::string name = "odd" + std::to_string(std::string_view(nonsense).size());
    Create(name, "a", kDestination + "odd/1", "{}");
    CHECK(Reason(name).starts_with("API destination odd is not known here"));
  }
  CHECK(emulator.TakeInvocations().empty());
}

TEST_CASE_FIXTURE(Pipes, "what a pipe puts is counted as what clients put") {
  Create("p", "a", Stream("b"), kAnyKey);
  Put("a");
  Put("a");
  const std::string text = PrometheusText(emulator.Metrics());
  const auto value = [&](const std::string& name, const std::string& stream) {
    const std::size_t at =
        text.find("\naws_kinesis_" + name + "{account_id=\"000000000000\",region=\"us-east-1\"," +
                  "stream_name=\"" + stream + "\"}");
    REQUIRE(at != std::string::npos);
    const std::size_t blank = text.find(' ', at);
    return text.substr(blank + 1, text.find('\n', blank) - blank - 1);
  };
  CHECK(value("put_records_total_records_total", "b") == "2");
  CHECK(value("put_records_success_total", "b") == "2");
  CHECK(value("put_record_success_total", "a") == "2");
  CHECK(value("incoming_records_total", "b") == "2");
}

TEST_CASE_FIXTURE(Pipes, "why nothing arrives is said by the pipe") {
  Create("p", "a", kDestination + "nobody/1", "{}");
  Create("q", "a", "arn:aws:lambda:us-east-1:000000000000:function:none", "{}");
  Create("r", "a", Stream("none"), kAnyKey);
  Put("a");
  CHECK(Reason("p") ==
        "API destination nobody is not known here: aws events create-api-destination makes it, or "
        "runnel serve --api-destination nobody=http://…");
  CHECK(Reason("q") == "Function not found");
  CHECK(Reason("r").starts_with("ResourceNotFoundException: Stream none under account"));
}

TEST_CASE_FIXTURE(Pipes, "a function that need not be waited for must be there all the same") {
  Create("p", "a", "arn:aws:lambda:us-east-1:000000000000:function:late",
         R"({"LambdaFunctionParameters":{"InvocationType":"FIRE_AND_FORGET"}})");
  Put("a");
  CHECK(Reason("p") == "Function not found");
  const Reply made = Ask("POST", "/2015-03-31/functions",
                         R"({"FunctionName":"late","PackageType":"Image",
      "Role":"arn:aws:iam::000000000000:role/r","Code":{"ImageUri":"http://127.0.0.1:1/"}})");
  REQUIRE(made.status == 201);
  Advance(Duration::Seconds(5));
  CHECK(emulator.TakeInvocations().size() == 1);
  CHECK(Reason("p").empty());
}

TEST_CASE("what there is no memory for is tried again, as by no fault of the record") {
  Settings settings = AtOnce();
  settings.record_memory_max = 1;
  Pipes pipes(settings);
  REQUIRE(pipes.Create("p", "a", Pipes::Stream("b"), kAnyKey).status == 200);
  pipes.Put("a");
  CHECK(pipes.Reason("p").starts_with("The record has not been taken: records take more than"));
}

TEST_CASE_FIXTURE(Pipes, "pipes that write to each other leave others their turn") {
  CHECK(Create("self", "a", Stream("a"), kAnyKey).status == 400);
  REQUIRE(Create("there", "a", Stream("b"), kAnyKey).status == 200);
  REQUIRE(Create("back", "b", Stream("a"), kAnyKey).status == 200);
  Put("a");
  // It goes on without end, but not within one call.
  CHECK(emulator.NextDeadline().has_value());
  CHECK(Call("ListStreams", "{}").status == 200);
}

}  // namespace
}  // namespace runnel

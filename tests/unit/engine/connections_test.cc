// Connections and API destinations of an emulator that ends, and what others see of them.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/memory_journal.h"

namespace runnel {
namespace {

constexpr const char* kConnection =
    R"({"Name":"c","AuthorizationType":"BASIC","AuthParameters":{"BasicAuthParameters":
        {"Username":"u","Password":"hidden"}}})";

struct Process : EmulatorFixture {
  explicit Process(MemoryJournal& kept) : EmulatorFixture(WithoutDelays(), 1, true) {
    CHECK(emulator.Recover(kept).failure == "");
  }
  Answer Events(const std::string& operation, std::string_view body) {
    return Send("AWSEvents." + operation, body);
  }
};

TEST_CASE("connections and API destinations are there after a restart") {
  MemoryJournal journal;
  std::string described;
  {
    Process first(journal);
    const Answer made = first.Events("CreateConnection", kConnection);
    REQUIRE(made.status == 200);
    const std::string arn(made.json.at("ConnectionArn").as_string());
    for (const char* const name : {"d", "gone"}) {
      const Answer put =
          first.Events("CreateApiDestination",
                       R"({"Name":")" + std::string(name) + R"(","ConnectionArn":")" + arn +
                           R"(","InvocationEndpoint":"http://localhost:1/",)"
                           R"("HttpMethod":"PUT","InvocationRateLimitPerSecond":7})");
      REQUIRE(put.status == 200);
    }
    first.Events("DeleteApiDestination", R"({"Name":"gone"})");
    described =
        boost::json::serialize(first.Events("DescribeApiDestination", R"({"Name":"d"})").json);
    CHECK(journal.Commit(first.emulator.TakeJournal().entries) == "");
  }
  SUBCASE("by their changes") {}
  SUBCASE("by a checkpoint") {
    Process between(journal);
    CHECK(journal.Commit(between.emulator.TakeCheckpoint()) == "");
  }
  Process second(journal);
  CHECK(boost::json::serialize(second.Events("DescribeApiDestination", R"({"Name":"d"})").json) ==
        described);
  CHECK(second.Events("DescribeApiDestination", R"({"Name":"gone"})").status == 400);
  CHECK(second.Events("DescribeConnection", R"({"Name":"c"})")
            .json.at("AuthParameters")
            .at("BasicAuthParameters")
            .at("Username") == "u");
}

// One of each kind: "hidden" may be seen by nobody, "plain" by all.
constexpr const char* kSecretConnection =
    R"({"Name":"c","AuthorizationType":"OAUTH_CLIENT_CREDENTIALS","AuthParameters":{
        "BasicAuthParameters":{"Username":"plain","Password":"hidden"},
        "ApiKeyAuthParameters":{"ApiKeyName":"plain","ApiKeyValue":"hidden"},
        "OAuthParameters":{"ClientParameters":{"ClientID":"plain","ClientSecret":"hidden"},
            "AuthorizationEndpoint":"https://example.com/t","HttpMethod":"POST",
            "OAuthHttpParameters":{"BodyParameters":[{"Key":"a","Value":"hidden",
                "IsValueSecret":true},{"Key":"b","Value":"plain","IsValueSecret":false},
                {"Key":"c","Value":"plain"}]}},
        "InvocationHttpParameters":{"HeaderParameters":[{"Key":"a","Value":"hidden",
            "IsValueSecret":true}]}}})";

std::string Described(Emulator& emulator, std::string_view target, std::string_view body) {
  const Header headers[] = {
      {"X-Amz-Target", target},
      {"Content-Type", "application/x-amz-json-1.1"},
      {"X-Amz-Date", "20260101T000000Z"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/events/aws4_request, "
       "SignedHeaders=host, Signature=0"}};
  Call call = emulator.Decode({"POST", "/", headers, body});
  emulator.Run(call);
  const CallDescription described = Emulator::Describe(call);
  return described.operation + " " + described.input + " " + described.output;
}

std::size_t Count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST_CASE_FIXTURE(EmulatorFixture, "a call is described without the secrets of connections") {
  const std::string made = Described(emulator, "AWSEvents.CreateConnection", kSecretConnection);
  CHECK(made.starts_with("AWSEvents.CreateConnection {\"Name\":\"c\""));
  CHECK(Count(made, "hidden") == 0);
  CHECK(Count(made, "\"****\"") == 5);
  CHECK(Count(made, "\"plain\"") == 5);
  const std::string token = Described(emulator, "Runnel.CompleteInvocation",
                                      R"({"RequestId":"1","Payload":"{\"access_token\":\"t\"}"})");
  CHECK(Count(token, "\"Payload\":\"****\"") == 1);
  const std::string plain = Described(emulator, "Runnel.CompleteInvocation",
                                      R"({"RequestId":"1","Payload":"{\"a\":\"t\"}"})");
  CHECK(Count(plain, "****") == 0);
}

TEST_CASE_FIXTURE(EmulatorFixture, "who looks on is not shown the secrets of connections") {
  Control("InspectActivity", "{}");  // from now on bodies are kept
  CHECK(Send("AWSEvents.CreateConnection", R"({"Name":7,"Password":"hidden"})").status == 400);
  CHECK(Send("AWSEvents.CreateConnection", kConnection).status == 200);
  const Answer activity = Control("InspectActivity", "{}");
  const auto& calls = activity.json.at("Calls").as_array();
  REQUIRE(!calls.empty());
  const std::string id = boost::json::serialize(calls.back().at("Number"));
  const std::string shown =
      boost::json::serialize(Control("InspectCall", R"({"Number":)" + id + "}").json);
  CHECK(calls.back().at("Operation") == "CreateConnection");
  CHECK(shown.find("****") != std::string::npos);
  CHECK(shown.find("hidden") == std::string::npos);
  const std::string unread = boost::json::serialize(calls.at(calls.size() - 2).at("Number"));
  const std::string refused =
      boost::json::serialize(Control("InspectCall", R"({"Number":)" + unread + "}").json);
  CHECK(refused.find("it may have secrets") != std::string::npos);
  CHECK(refused.find("hidden") == std::string::npos);
}

}  // namespace
}  // namespace runnel

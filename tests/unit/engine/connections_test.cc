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

TEST_CASE_FIXTURE(EmulatorFixture, "who looks on is not shown the secrets of connections") {
  Control("InspectActivity", "{}");  // from now on bodies are kept
  CHECK(Send("AWSEvents.CreateConnection", kConnection).status == 200);
  const Answer activity = Control("InspectActivity", "{}");
  const auto& calls = activity.json.at("Calls").as_array();
  REQUIRE(!calls.empty());
  const std::string id = boost::json::serialize(calls.back().at("Number"));
  const std::string shown =
      boost::json::serialize(Control("InspectCall", R"({"Number":)" + id + "}").json);
  CHECK(calls.back().at("Operation") == "CreateConnection");
  CHECK(shown.find("it has secrets") != std::string::npos);
  CHECK(shown.find("hidden") == std::string::npos);
}

}  // namespace
}  // namespace runnel

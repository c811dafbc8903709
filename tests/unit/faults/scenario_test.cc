#include "core/faults/scenario.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace runnel {
namespace {

std::string Complaint(std::string_view document) {
  const auto scenario = ReadScenario(document);
  return scenario ? std::string() : scenario.error().message();
}

TEST_CASE("a scenario may have comments, and its rules are named after it") {
  const auto scenario = ReadScenario(R"({
    // what it is for
    "Name": "mine", "Description": "two rules",
    "Rules": [
      {"RuleId": "lost", "Action": "DROP_AFTER", "EveryNth": 2}, /* the other one */
      {"Action": "DELAY", "DelayMillis": 5},
    ],
  })");
  REQUIRE(scenario.has_value());
  CHECK(*scenario->name == "mine");
  REQUIRE(scenario->rules->size() == 2);
  CHECK((*scenario->rules)[0].rule_id == "mine:lost");
  CHECK((*scenario->rules)[0].every_nth == 2);
  CHECK((*scenario->rules)[1].rule_id == "mine:2");
}

TEST_CASE("what is wrong with a scenario is said with its place") {
  CHECK(Complaint("{\n\"Name\": \"a\",\n oops}").find("line 3") != std::string::npos);
  CHECK(Complaint("[]").find("not a JSON object") != std::string::npos);
  CHECK(Complaint(R"({"Name": "a", "Rules": [], "Rulez": []})").find("'Rulez'") !=
        std::string::npos);
  CHECK(Complaint(R"({"Name": "a", "Rules": [{"Action": "DELAY", "Probabilty": 1}]})")
            .find("rule 1 has the unknown member 'Probabilty'") != std::string::npos);
  CHECK(
      Complaint(R"({"Name": "a", "Rules": [{"Action": "DELAY"}]})").find("rule 1: Actions DELAY") !=
      std::string::npos);
  CHECK(Complaint(R"({"Name": "a", "Rules": []})").find("'rules'") != std::string::npos);
  CHECK(Complaint(R"({"Name": "a", "Rules": [{"Action": "EXPLODE"}]})")
            .find("'rules.1.member.action'") != std::string::npos);
  CHECK(Complaint(R"({"Rules": 5})").find("list") != std::string::npos);
}

TEST_CASE("the shipped scenarios are found by their names") {
  std::vector<std::string> names;
  for (const std::string_view document : ShippedScenarioDocuments()) {
    const auto scenario = ReadScenario(document);
    REQUIRE(scenario.has_value());
    CHECK(!scenario->description.value_or("").empty());
    names.push_back(*scenario->name);
  }
  CHECK(names == std::vector<std::string>{"flaky-producer", "hot-shard", "region-brown-out",
                                          "reshard-storm", "slow-fan-out"});
  for (const std::string& name : names) CHECK(FindShippedScenario(name).has_value());
  const auto missing = FindShippedScenario("flakey");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().message().find("flaky-producer, hot-shard") != std::string::npos);
}

}  // namespace
}  // namespace runnel

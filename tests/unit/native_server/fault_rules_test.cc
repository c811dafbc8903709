#include "native-server/config/fault_rules.h"

#include <doctest/doctest.h>

#include <fstream>

#include "native-server/failure.h"
#include "tests/unit/native_server/temporary_folder.h"

using namespace runnel;

namespace {

std::vector<std::string> Read(std::string_view text) {
  std::vector<std::string> rules;
  const std::string complaint = ReadFaultRules(text, rules);
  CHECK_MESSAGE(complaint.empty(), complaint);
  return rules;
}

std::string Complaint(std::string_view text) {
  std::vector<std::string> rules = {"untouched"};
  const std::string complaint = ReadFaultRules(text, rules);
  CHECK(rules == std::vector<std::string>{"untouched"});
  return complaint;
}

}  // namespace

TEST_CASE("A fault rule is an action and what it is about") {
  CHECK(Read("drop_after") == std::vector<std::string>{R"({"Action":"DROP_AFTER"})"});
  CHECK(Read(" ERROR  error-code=InternalFailure operations=Put*|GetRecords probability=0.5 ") ==
        std::vector<std::string>{R"({"Action":"ERROR","ErrorCode":"InternalFailure",)"
                                 R"("Operations":["Put*","GetRecords"],"Probability":5E-1})"});
}

TEST_CASE("Commas separate rules, but not within JSON") {
  CHECK(Read(R"(DROP_AFTER first-n=1,{"Action":"ERROR","ErrorMessage":"a, }b"},DROP_BEFORE)") ==
        std::vector<std::string>{R"({"Action":"DROP_AFTER","FirstN":1})",
                                 R"({"Action":"ERROR","ErrorMessage":"a, }b"})",
                                 R"({"Action":"DROP_BEFORE"})"});
  CHECK(Read("").empty());
}

TEST_CASE("What is no fault rule is refused with what would be right") {
  CHECK(Complaint("DROP_AFTR").find("DROP_AFTER") != std::string::npos);
  CHECK(Complaint("DELAY delay-milis=5").find("did you mean delay-millis?") != std::string::npos);
  CHECK(Complaint("DELAY delay-millis=soon").find("'soon' is not a whole number") !=
        std::string::npos);
  CHECK(Complaint("{\"Action\"").find("is not JSON") != std::string::npos);
}

TEST_CASE("A scenario is one that comes with Runnel, or a file") {
  CHECK(ScenarioInput("hot-shard") == R"({"Name":"hot-shard"})");
  const TemporaryFolder folder;
  const std::string path = folder.path() / "mine.json";
  std::ofstream(path) << "{\"Name\": \"mine\"}";
  CHECK(ScenarioInput(path) == R"({"Document":"{\"Name\": \"mine\"}"})");
  CHECK_THROWS_AS(ScenarioInput("./none.json"), Failure);
}

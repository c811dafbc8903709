// What an emulator tells those who look closer: the bodies of calls, and records from any place on.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/inspect/call_bodies.h"
#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {
namespace {

using boost::json::value;

struct Looked : EmulatorFixture {
  Looked() { Call("CreateStream", R"({"StreamName":"s","ShardCount":2})"); }

  Answer Put(const std::string& key, const std::string& data = "YWJj") {
    return Call("PutRecord",
                R"({"StreamName":"s","Data":")" + data + R"(","PartitionKey":")" + key + "\"}");
  }
  value LastCall() {
    const value number = Control("InspectActivity", "{}").json.at("LastNumber");
    const Answer answer = Control(
        "InspectCall", R"({"Number":)" + std::to_string(number.to_number<std::int64_t>()) + "}");
    REQUIRE(answer.status == 200);
    return answer.json;
  }
  void Watch() { Control("InspectActivity", "{}"); }
  std::vector<std::string> Keys(const value& listed) {
    std::vector<std::string> keys;
    for (const value& record : listed.at("Records").get_array()) {
      keys.emplace_back(record.at("PartitionKey").get_string());
    }
    return keys;
  }
  value List(const std::string& more) {
    const Answer answer = Control("InspectRecords", R"({"StreamName":"s")" + more + "}");
    CHECK_MESSAGE(answer.status == 200, answer.error());
    return answer.json;
  }
};

using Texts = std::vector<std::string>;

TEST_CASE_FIXTURE(Looked, "InspectCall: bodies are kept while somebody looks on") {
  Put("k");
  CHECK_FALSE(LastCall().get_object().contains("Request"));
  Watch();
  const Answer put = Put("k");
  const value call = LastCall();
  CHECK(call.at("Request") == R"({"PartitionKey":"k","Data":"YWJj","StreamName":"s"})");
  CHECK(boost::json::parse(call.at("Reply").get_string()).at("SequenceNumber") ==
        put.json.at("SequenceNumber"));
  Advance(Duration::Seconds(61));
  Put("k");
  CHECK_FALSE(LastCall().get_object().contains("Request"));
}

TEST_CASE_FIXTURE(Looked, "InspectCall: of what is refused they are kept always, and no headers") {
  Call("PutRecord", R"({"StreamName":"missing","Data":"YWJj","PartitionKey":"k"})");
  const value refused = LastCall();
  CHECK(refused.at("Request") == R"({"PartitionKey":"k","Data":"YWJj","StreamName":"missing"})");
  CHECK(boost::json::parse(refused.at("Reply").get_string()).at("__type") ==
        "ResourceNotFoundException");
  Call("PutRecord", R"({"StreamName":)");
  const value unread = LastCall();
  CHECK(unread.at("Request") == R"({"StreamName":)");
  const std::string all = boost::json::serialize(boost::json::array{refused, unread});
  CHECK(all.find("AWS4") == std::string::npos);
  CHECK(all.find("Signature") == std::string::npos);
  CHECK(Control("InspectCall", R"({"Number":1000})").error() == "InvalidArgumentException");
}

TEST_CASE_FIXTURE(Looked, "InspectCall: of what is long the beginning is kept") {
  Watch();
  Put("k", std::string(20'000, 'A'));
  const value call = LastCall();
  CHECK(call.at("Request").get_string().size() == BodyText::kBytesMax);
  CHECK(call.at("RequestBytes").to_number<std::size_t>() > 20'000);
  const std::string umlauts(5000, '\xc3');
  CHECK(BodyText::Of(umlauts).text == "(no text)");
  std::string text = "x";
  for (int i = 0; i < 3000; ++i) text += "\xc3\xa4";
  CHECK(BodyText::Of(text).text.size() == BodyText::kBytesMax - 1);
  CHECK(BodyText::Of(text).bytes == 6001);
}

TEST_CASE_FIXTURE(Looked, "InspectRecords: from a time, from a record, and back from there") {
  std::string seventh;
  for (int i = 0; i < 20; ++i) {
    const Answer put = Put(std::to_string(i));
    if (i == 7) seventh = put.json.at("SequenceNumber").get_string().c_str();
    Advance(Duration::Milliseconds(10));
  }
  const value from_time =
      List(R"(,"Limit":3,"FromMillis":)" + std::to_string(clock.now.milliseconds - 100));
  CHECK(Keys(from_time) == Texts{"10", "11", "12"});
  const value from_record = List(R"(,"Limit":3,"FromSequenceNumber":")" + seventh + "\"");
  CHECK(Keys(from_record) == Texts{"7", "8", "9"});
  const auto place = [](const value& answer, const char* name) {
    return std::string(answer.at(name).get_string());
  };
  const value back = List(R"(,"Limit":3,"Before":")" + place(from_record, "Previous") + "\"");
  CHECK(Keys(back) == Texts{"4", "5", "6"});
  const value first = List(R"(,"Limit":5,"Before":")" + place(back, "Previous") + "\"");
  CHECK(Keys(first) == Texts{"0", "1", "2", "3"});
  const value none = List(R"(,"Before":")" + place(first, "Previous") + "\"");
  CHECK(Keys(none).empty());
  CHECK(none.at("Previous") == first.at("Previous"));
  CHECK(Keys(List(R"(,"Limit":2,"After":")" + place(back, "Next") + "\"")) == Texts{"7", "8"});

  for (const char* wrong : {R"("FromSequenceNumber":"7")", R"("Before":"x")", R"("After":"x")"}) {
    const Answer answer =
        Control("InspectRecords", R"({"StreamName":"s",)" + std::string(wrong) + "}");
    CHECK(answer.error() == "InvalidArgumentException");
  }
}

}  // namespace
}  // namespace runnel

#include "inspector-ui/async_source.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

namespace runnel {
namespace {

// A server that answers when it is told to.
struct Asked {
  Asked()
      : source(
            "localhost", {},
            [this](const HeaderTexts& headers, const std::string& body,
                   AsyncSource::Answered answered) {
              sent.push_back(headers.front().second + " " + body);
              names.emplace_back();
              for (const auto& header : headers) names.back() += header.first + " ";
              waiting.push_back(std::move(answered));
            },
            [] { return Timestamp{0}; }, [this] { ++changes; }) {}

  void Answer(int status, const std::string& body) {
    REQUIRE_FALSE(waiting.empty());
    const AsyncSource::Answered answered = std::move(waiting.front());
    waiting.erase(waiting.begin());
    answered(status, body);
  }
  void AnswerLook(const std::string& streams, const std::string& calls) {
    Answer(200, streams);
    Answer(200, R"({"Rules":[]})");
    Answer(200, calls);
  }

  std::vector<std::string> sent;
  std::vector<std::string> names;  // of the headers
  std::vector<AsyncSource::Answered> waiting;
  int changes = 0;
  AsyncSource source;
};

TEST_CASE_FIXTURE(Asked, "AsyncSource: three answers make a world, and the same ones no other") {
  CHECK(source.Look() == Observation::kIntervalMillis);
  source.Look();  // still waiting for the first
  CHECK(sent.size() == 1);
  const std::string streams = R"({"NowMillis":1,"Streams":[{"StreamName":"s"}]})";
  AnswerLook(streams, R"({"LastNumber":7,"Calls":[]})");
  CHECK(changes == 1);
  CHECK(source.Latest()->streams.size() == 1);
  source.Look();
  AnswerLook(R"({"NowMillis":2,"Streams":[{"StreamName":"s"}]})", R"({"LastNumber":7,"Calls":[]})");
  CHECK(sent.back() == "Runnel.InspectActivity {\"AfterNumber\":7,\"Limit\":1000}");
  CHECK(changes == 1);
  CHECK(source.Look() == Observation::kQuietIntervalMillis);
}

TEST_CASE_FIXTURE(Asked, "AsyncSource: time passes with every look, and is news once it is shown") {
  const auto look = [&](std::int64_t now, const char* frozen) {
    source.Look();
    AnswerLook("{\"NowMillis\":" + std::to_string(now) + ",\"Frozen\":" + frozen + "}",
               R"({"LastNumber":7,"Calls":[]})");
    CHECK(source.NowMillis() == now);
    return changes;
  };
  CHECK(look(60'000, "false") == 1);
  CHECK(look(119'999, "false") == 1);
  CHECK(source.Latest()->now_millis == 60'000);
  CHECK(look(120'000, "false") == 2);
  CHECK(look(120'000 + 86'400'000, "false") == 3);  // another day
  CHECK(look(119'000, "false") == 4);               // back
  // A clock that stands still moves only if somebody moves it.
  CHECK(look(119'000, "true") == 5);
  CHECK(look(119'001, "true") == 6);
  CHECK(look(119'001, "true") == 6);
  CHECK(source.Latest()->now_millis == 119'001);
}

TEST_CASE_FIXTURE(Asked, "AsyncSource: a lost server is trouble, and no more once it is back") {
  source.Look();
  Answer(0, "lost");
  CHECK(source.Latest()->trouble == "lost");
  source.Look();
  AnswerLook(R"({"NowMillis":1,"Streams":[]})", R"({"LastNumber":0,"Calls":[]})");
  CHECK(source.Latest()->trouble.empty());
}

TEST_CASE_FIXTURE(Asked, "AsyncSource: calls are made as whoever was named last") {
  source.CallAs({.access_key = "KEY", .secret_key = "", .session_token = "t"});
  source.Look();
  CHECK(names.back() == "X-Amz-Target X-Amz-Date X-Amz-Security-Token Authorization ");
}

TEST_CASE_FIXTURE(Asked, "AsyncSource: a call is answered when the one who draws asks for it") {
  std::string refusal;
  source.Call({"Kinesis_20131202.CreateStream", {{"StreamName", ""}}},
              [&](const CallAnswer& answer) { refusal = answer.refusal; });
  Answer(400, R"({"__type":"ValidationException"})");
  CHECK(refusal.empty());
  source.RunDone();
  CHECK(refusal == "ValidationException");
  CHECK(sent.size() == 2);  // and looks at once what has become of it
}

}  // namespace
}  // namespace runnel

#include "core/integrations/event_source_mapping/batch_result.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

using Kind = BatchResult::Kind;

const std::vector<std::string> kNumbers = {"101", "102", "103"};

BatchResult Reported(std::string_view payload) {
  return ReadAnswer(payload, {.reports_item_failures = true}, kNumbers);
}

TEST_CASE("Without a report of items whatever is returned is success") {
  for (const std::string_view payload :
       {"", "null", "oops", R"({"batchItemFailures":[{"itemIdentifier":"101"}]})"}) {
    CHECK(ReadAnswer(payload, {}, kNumbers).kind == Kind::kDone);
  }
}

TEST_CASE("An answer that reports nothing is success") {
  for (const std::string_view payload :
       {"", R"("")", "[]", "null", "{}", R"({"batchItemFailures":[]})",
        R"({"batchItemFailures":null})", R"({"other":1})"}) {
    CHECK_MESSAGE(Reported(payload).kind == Kind::kDone, payload);
  }
}

TEST_CASE("A batch has failed from the first reported record on") {
  const BatchResult one = Reported(R"({"batchItemFailures":[{"itemIdentifier":"103"}]})");
  CHECK(one.kind == Kind::kPartlyDone);
  CHECK(one.done == 2);
  const BatchResult two =
      Reported(R"({"batchItemFailures":[{"itemIdentifier":"103"},{"itemIdentifier":"102"}]})");
  CHECK(two.kind == Kind::kPartlyDone);
  CHECK(two.done == 1);
  const BatchResult first = Reported(R"({"batchItemFailures":[{"itemIdentifier":"101"}]})");
  CHECK(first.kind == Kind::kFailed);
  CHECK_FALSE(first.function_error);
}

TEST_CASE("A report that names no record of the batch fails all of it") {
  for (const std::string_view payload :
       {R"({"batchItemFailures":[{"itemIdentifier":""}]})",
        R"({"batchItemFailures":[{"itemIdentifier":null}]})",
        R"({"batchItemFailures":[{"itemIdentifier":123}]})",
        R"({"batchItemFailures":[{"itemIdentifier":"104"}]})",
        R"({"batchItemFailures":[{"foo":"103"}]})",
        R"({"batchItemFailures":[{"itemIdentifier":"103"},{"itemIdentifier":"x"}]})",
        R"({"batchItemFailures":"103"})", R"({"batchItemFailures":{}})", "not JSON", R"("OK")", "7",
        "[1]"}) {
    CHECK_MESSAGE(Reported(payload).kind == Kind::kFailed, payload);
  }
}

TEST_CASE("However much a function reports, each item is looked up at once" * doctest::timeout(5)) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 10'000; ++i) {
    numbers.push_back("4959033827149025660855969253836157109592157598913" +
                      std::to_string(1'000'000 + i));
  }
  std::string payload = R"({"batchItemFailures":[)";
  for (int i = 0; i < 100'000; ++i) {
    payload += R"({"itemIdentifier":")" + numbers.back() + "\"},";
  }
  payload.back() = ']';
  payload += '}';
  CHECK(ReadAnswer(payload, {.reports_item_failures = true}, numbers).done == 9'999);
}

TEST_CASE("In a tumbling window an answer without a state fails the batch") {
  const AnswerRules window{.keeps_window_state = true};
  for (const std::string_view payload : {"", "null", "{}", R"({"batchItemFailures":[]})", "[]"}) {
    CHECK_MESSAGE(ReadAnswer(payload, window, kNumbers).kind == Kind::kFailed, payload);
  }
  const BatchResult kept = ReadAnswer(R"({"state":{"sum":3}})", window, kNumbers);
  CHECK(kept.kind == Kind::kDone);
  CHECK(kept.window_state == R"({"sum":3})");
}

TEST_CASE("In a tumbling window records can be reported beside the state") {
  const AnswerRules both{.reports_item_failures = true, .keeps_window_state = true};
  const BatchResult part = ReadAnswer(
      R"({"state":{"sum":1},"batchItemFailures":[{"itemIdentifier":"102"}]})", both, kNumbers);
  CHECK(part.kind == Kind::kPartlyDone);
  CHECK(part.done == 1);
  CHECK(part.window_state == R"({"sum":1})");
  const BatchResult failed = ReadAnswer(
      R"({"state":{"sum":1},"batchItemFailures":[{"itemIdentifier":"x"}]})", both, kNumbers);
  CHECK(failed.kind == Kind::kFailed);
  CHECK_FALSE(failed.window_state);
}

TEST_CASE("A pipe takes event ids as well, and other answers for none") {
  const AnswerRules rules{.reports_item_failures = true, .of_pipe = true};
  const auto kind = [&](std::string_view payload) {
    return ReadAnswer(payload, rules, kNumbers).kind;
  };
  for (const std::string_view payload : {"", "oops", "\"done\"", "[1]", "{}", "7"}) {
    CHECK(kind(payload) == Kind::kDone);
  }
  const std::string_view second =
      R"({"batchItemFailures":[{"itemIdentifier":"shardId-000000000000:102"}]})";
  CHECK(kind(second) == Kind::kPartlyDone);
  CHECK(ReadAnswer(second, rules, kNumbers).done == 1);
  CHECK(kind(R"({"batchItemFailures":[{"itemIdentifier":"102"}]})") == Kind::kPartlyDone);
  CHECK(kind(R"({"batchItemFailures":[{"itemIdentifier":"104"}]})") == Kind::kFailed);
}

TEST_CASE("an answer that is nested deeply is one that names no failures") {
  std::string deep = "1";
  for (int i = 0; i < 60; ++i) deep = R"({"a":)" + deep + "}";
  CHECK(Reported(deep).kind == Kind::kDone);
}

}  // namespace
}  // namespace runnel

// Requests of any bytes to an emulator with a stream in it. An input is "ENCODING OPERATION", a
// line end, and the body: "json PutRecord\n{}"; a form of CloudFormation,
// "form\nAction=ListStacks&…"; or a method and a path of Lambda or Pipes, "GET
// /2015-03-31/functions\n". Anything else is the body of a request for nothing.
#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/engine/emulator.h"
#include "tests/fuzz/emulator_calls.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// To CloudFormation, Lambda or Pipes.
Reply SendElsewhere(Emulator& emulator, std::string_view method, std::string_view path,
                    std::string_view type, std::string_view body) {
  const std::string authorization = Authorization(path == "/"                ? "cloudformation"
                                                  : path.starts_with("/v1/") ? "pipes"
                                                                             : "lambda");
  const Header headers[] = {
      {"Content-Type", type}, {"X-Amz-Date", "20260101T000000Z"}, {"Authorization", authorization}};
  return emulator.Handle({method, path, headers, body});
}

// What the server lets through.
bool IsTarget(std::string_view text) {
  return text.starts_with('/') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

void Prepare(Emulator& emulator) {
  Call(emulator, "CreateStream", R"({"StreamName":"s","ShardCount":1})");
  Call(emulator, "RegisterStreamConsumer",
       R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","ConsumerName":"c"})");
  Call(emulator, "PutRecord", R"({"StreamName":"s","PartitionKey":"p","Data":"YWJj"})");
}

// What holds of every answer. It may be an internal failure only if a fault rule wants it.
void CheckReply(const Reply& reply, bool failure_is_wanted) {
  RUNNEL_CHECK(failure_is_wanted || reply.status != 500);
  CheckBody(reply);
}

}  // namespace

void TryInput(std::string_view input) {
  const std::size_t line = input.find('\n');
  const std::string_view head = input.substr(0, line == input.npos ? 0 : line);
  const std::size_t space = head.find(' ');
  const std::string_view encoding = head.substr(0, space);
  std::string target(space == head.npos ? "" : head.substr(space + 1));
  if (target.find('.') == target.npos) target.insert(0, "Kinesis_20131202.");

  StillClock clock;
  Emulator emulator(WithoutDelays(), clock, kSeed);
  Prepare(emulator);
  const std::string_view body = input.substr(line == input.npos ? 0 : line + 1);
  const std::string_view path = space == head.npos ? std::string_view() : head.substr(space + 1);
  const Reply reply = encoding == "form" ? SendElsewhere(emulator, "POST", "/", kFormType, body)
                      : IsTarget(path)
                          ? SendElsewhere(emulator, encoding, path, "application/json", body)
                          : Send(emulator, encoding, target, body);
  const bool failure_is_wanted = target.starts_with("Runnel.");
  CheckReply(reply, failure_is_wanted);
  if (reply.subscription) emulator.Poll(reply.subscription);
  emulator.Tick();
  // Whatever happened, others are answered.
  CheckReply(Send(emulator, "json", "Kinesis_20131202.ListStreams", "{}"), failure_is_wanted);
}

}  // namespace runnel::fuzz

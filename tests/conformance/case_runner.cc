#include "tests/conformance/case_runner.h"

#include <regex>
#include <stdexcept>
#include <utility>

#include "tests/conformance/pattern.h"
#include "tests/conformance/query.h"
#include "tests/conformance/requests.h"

namespace runnel::conformance {
namespace {

namespace json = boost::json;

constexpr std::string_view kKinesis = "Kinesis_20131202.";
constexpr std::string_view kLogs = "Logs.";  // in cases
constexpr std::string_view kEvents = "Events.";
constexpr std::size_t kShownReplyBytesMax = 2000;

const json::object& ObjectOrEmpty(const json::object& step, std::string_view name) {
  static const json::object empty;
  const json::value* value = step.if_contains(name);
  return value == nullptr ? empty : value->as_object();
}

std::string OperationOf(std::string_view call) {
  if (call.starts_with("Runnel.")) return std::string(call);
  if (call.starts_with(kEvents)) return "AWSEvents." + std::string(call.substr(kEvents.size()));
  if (call.starts_with(kLogs)) return "Logs_20140328." + std::string(call.substr(kLogs.size()));
  return std::string(kKinesis) += call;
}

// What a step's "error" means: the whole body of the reply, member for member.
json::object ErrorBody(const json::object& error) {
  json::object body;
  for (const auto& [name, value] : error) body[name == "code" ? "__type" : name] = value;
  return body;
}

// What an element of a frames step means: the whole message.
json::value FramePattern(const json::value& frame) {
  if (frame == "initial-response") {
    return json::object{{":event-type", "initial-response"},
                        {":content-type", kJson.content_type},
                        {":message-type", "event"},
                        {"payload", json::object()}};
  }
  if (!frame.is_object()) return frame;
  if (const json::value* payload = frame.get_object().if_contains("event")) {
    return json::object{{":event-type", "SubscribeToShardEvent"},
                        {":content-type", kJson.content_type},
                        {":message-type", "event"},
                        {"payload", *payload}};
  }
  return json::object{{":exception-type", frame.as_object().at("exception")},
                      {":content-type", kJson.content_type},
                      {":message-type", "exception"},
                      {"payload", json::object{{"message", frame.as_object().at("message")}}}};
}

std::string HexOf(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

bool IsUuid(const std::string& text) {
  static const std::regex pattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  return std::regex_match(text, pattern);
}

}  // namespace

std::vector<Failure> CaseRunner::Run(const Case& test) {
  label_ = "preparation";
  try {
    Prepare(test);
    PlaySteps(test.steps, "");
  } catch (const std::exception& error) {
    Fail(error.what());
  }
  subscriptions_.clear();
  return std::move(failures_);
}

void CaseRunner::Prepare(const Case& test) {
  Control("Reset", {});
  json::object settings = {
      {"CreateStreamDelayMillis", 0},       {"DeleteStreamDelayMillis", 0},
      {"UpdateStreamDelayMillis", 0},       {"RegisterConsumerDelayMillis", 0},
      {"DeregisterConsumerDelayMillis", 0}, {"EventSourceMappingDelayMillis", 0}};
  for (const auto& [name, value] : test.settings) settings[name] = value;
  Control("UpdateSettings", settings);
  Control("UpdateClock", {{"FreezeAtMillis", kStartMillis}});
}

bool CaseRunner::PlaySteps(const json::array& steps, const std::string& prefix) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string label = prefix + "step " + std::to_string(i + 1);
    if (!PlayStep(steps[i].as_object(), label)) return false;
  }
  return true;
}

bool CaseRunner::PlayStep(const json::object& step, const std::string& label) {
  if (step.contains("repeat")) return Repeat(step, label);
  const auto& [kind, argument] = *step.begin();
  label_ = label + ", " +
           (argument.is_string() ? std::string(argument.get_string()) : std::string(kind));
  reply_.clear();
  const std::size_t failures = failures_.size();
  if (step.contains("call")) {
    Call(step);
  } else if (step.contains("rest")) {
    Rest(step);
  } else if (step.contains("query")) {
    Query(step);
  } else if (step.contains("raw")) {
    Raw(step);
  } else if (step.contains("subscribe")) {
    Subscribe(step);
  } else if (step.contains("frames")) {
    Frames(step);
  } else if (step.contains("hang_up")) {
    subscriptions_.erase(std::string(step.at("hang_up").as_string()));
  } else {
    Control("UpdateClock", {{"AdvanceMillis", step.at("advance_ms")}});
  }
  return failures_.size() == failures || ObjectOrEmpty(step, "expect").contains("error");
}

bool CaseRunner::Repeat(const json::object& step, const std::string& label) {
  const std::int64_t count = step.at("repeat").as_int64();
  for (std::int64_t i = 0; i < count; ++i) {
    captures_["i"] = i;
    if (!PlaySteps(step.at("steps").as_array(), label + " (${i} = " + std::to_string(i) + "), ")) {
      return false;
    }
  }
  return true;
}

void CaseRunner::Call(const json::object& step) {
  const json::value* input = step.if_contains("input");
  const json::value expanded = input == nullptr ? json::object() : Expand(*input, captures_);
  const RawReply reply = Send(MakeRequest(encoding_, OperationOf(step.at("call").as_string()),
                                          expanded, ObjectOrEmpty(step, "as")));
  if (reply.stream != nullptr) return Fail("a response that stays open");

  const json::object& expect = ObjectOrEmpty(step, "expect");
  const json::value* error = expect.if_contains("error");
  const json::value* status = expect.if_contains("status");
  Expect(status != nullptr ? *status : json::value(error != nullptr ? 400 : 200), reply.status);
  Expect(json::value(encoding_.content_type),
         json::value(FindHeader(reply.headers, "Content-Type").value_or("")));
  if (error != nullptr) CompareBody(ErrorBody(error->as_object()), encoding_, reply.body);
  if (const json::value* output = expect.if_contains("output")) {
    CompareBody(*output, encoding_, reply.body);
  }
  if (expect.contains("empty")) Expect("", json::value(reply.body));
  // What clients do with a StreamId leads them away from an emulator: no answer has one.
  if (reply.body.find(encoding_.encode("StreamId")) != std::string::npos)
    Fail("a reply contains StreamId");
}

void CaseRunner::Rest(const json::object& step) {
  const json::value* input = step.if_contains("input");
  const json::value line = Expand(step.at("rest"), captures_);
  const json::value body = input == nullptr ? json::value() : Expand(*input, captures_);
  const RawReply reply = Send(MakeRestRequest(line.as_string(), body, ObjectOrEmpty(step, "as")));
  const json::object& expect = ObjectOrEmpty(step, "expect");
  const json::value* error = expect.if_contains("error");
  const json::value* status = expect.if_contains("status");
  Expect(status != nullptr ? *status : json::value(error != nullptr ? 400 : 200), reply.status);
  if (error != nullptr) {
    json::object pattern = error->as_object();
    Expect(pattern.at("code"),
           json::value(FindHeader(reply.headers, "x-amzn-ErrorType").value_or("")));
    pattern.erase("code");
    CompareBody(pattern, kJson, reply.body);
  }
  if (const json::value* output = expect.if_contains("output")) {
    CompareBody(*output, kJson, reply.body);
  }
  if (const json::value* text = expect.if_contains("body")) Expect(*text, json::value(reply.body));
}

void CaseRunner::Query(const json::object& step) {
  const std::string action(step.at("query").as_string());
  const json::value* const input = step.if_contains("input");
  const json::value fields = input == nullptr ? json::object() : Expand(*input, captures_);
  const RawReply reply =
      Send(MakeQueryRequest(action, fields.as_object(), ObjectOrEmpty(step, "as")));
  const json::object& expect = ObjectOrEmpty(step, "expect");
  const json::value* const error = expect.if_contains("error");
  const json::value* const status = expect.if_contains("status");
  Expect(status != nullptr ? *status : json::value(error != nullptr ? 400 : 200), reply.status);
  Expect("text/xml", json::value(FindHeader(reply.headers, "Content-Type").value_or("")));
  const json::value answer = JsonOfXml(reply.body);
  if (error != nullptr) {
    json::object wanted{{"Type", "Sender"}};
    for (const auto& [name, pattern] : error->as_object()) {
      wanted[name == "code" ? "Code" : "Message"] = pattern;
    }
    Expect(wanted, answer.at("ErrorResponse").at("Error"));
  } else if (const json::value* const output = expect.if_contains("output")) {
    Expect(*output, answer.at(action + "Response").at(action + "Result"));
  }
}

void CaseRunner::Raw(const json::object& step) {
  const RawReply reply = Send(MakeRawRequest(Expand(step.at("raw"), captures_).as_object()));
  const json::object& expect = ObjectOrEmpty(step, "expect");
  if (const json::value* status = expect.if_contains("status")) Expect(*status, reply.status);
  for (const auto& [name, pattern] : ObjectOrEmpty(expect, "headers")) {
    json::object present;
    if (auto value = FindHeader(reply.headers, name)) present[name] = *value;
    Expect(json::object{{name, pattern}}, present);
  }
  if (const json::value* body = expect.if_contains("body")) Expect(*body, json::value(reply.body));
  if (const json::value* hex = expect.if_contains("hex"))
    Expect(*hex, json::value(HexOf(reply.body)));
  if (const json::value* parsed = expect.if_contains("json"))
    CompareBody(*parsed, kJson, reply.body);
}

void CaseRunner::Subscribe(const json::object& step) {
  RawReply reply =
      Send(MakeRequest(kJson, OperationOf("SubscribeToShard"), Expand(step.at("input"), captures_),
                       ObjectOrEmpty(step, "as")));
  if (const json::value* error = ObjectOrEmpty(step, "expect").if_contains("error")) {
    Expect(400, reply.status);
    Expect(json::value(kJson.content_type),
           json::value(FindHeader(reply.headers, "Content-Type").value_or("")));
    return CompareBody(ErrorBody(error->as_object()), kJson, reply.body);
  }
  Expect(200, reply.status);
  Expect("application/vnd.amazon.eventstream",
         json::value(FindHeader(reply.headers, "Content-Type").value_or("")));
  if (reply.stream == nullptr) return Fail("the response does not stay open");
  subscriptions_[std::string(step.at("subscribe").as_string())] = {std::move(reply.stream), {}};
}

void CaseRunner::Frames(const json::object& step) {
  const auto found = subscriptions_.find(step.at("frames").as_string());
  if (found == subscriptions_.end()) return Fail("no subscription is open under that name");
  const json::array& frames = step.at("expect").as_array();
  json::value frame = NextFrame(found->second);
  for (std::size_t i = 0; i < frames.size() && failures_.empty(); ++i) {
    const json::value* repeated =
        frames[i].is_object() ? frames[i].get_object().if_contains("any_number_of") : nullptr;
    if (repeated != nullptr) {
      const json::value pattern = FramePattern(*repeated);
      while (!FindDifference(pattern, frame, captures_)) frame = NextFrame(found->second);
      continue;
    }
    Expect(FramePattern(frames[i]), frame);
    // The next is read only if it is asked for: it may not have come yet.
    if (i + 1 < frames.size()) frame = NextFrame(found->second);
  }
}

json::value CaseRunner::NextFrame(Subscription& subscription) {
  for (;;) {
    if (auto message = subscription.reader.Next()) return std::move(*message);
    const StreamRead read = subscription.stream->Read();
    if (read.kind == StreamRead::Kind::kBytes) {
      subscription.reader.Append(read.bytes);
    } else if (read.kind == StreamRead::Kind::kNothing) {
      return "nothing";
    } else {
      return subscription.reader.AtBoundary() ? "end" : "end within a message";
    }
  }
}

void CaseRunner::Control(std::string_view operation, const json::object& input) {
  const RawReply reply =
      Send(MakeRequest(kJson, "Runnel." + std::string(operation), Expand(input, captures_), {}));
  if (reply.status != 200) Fail("Runnel." + std::string(operation) + " is refused");
}

RawReply CaseRunner::Send(const RawRequest& request) {
  RawReply reply = endpoint_.Send(request);
  reply_ = std::to_string(reply.status) + " " + reply.body.substr(0, kShownReplyBytesMax);
  // Only a body that is too large is refused without one.
  if (reply.status != 413 && !IsUuid(FindHeader(reply.headers, "x-amzn-RequestId").value_or(""))) {
    Fail("the reply has no x-amzn-RequestId of the form of a UUID");
  }
  return reply;
}

void CaseRunner::CompareBody(const json::value& pattern, const Encoding& encoding,
                             const std::string& body) {
  json::value parsed;
  try {
    parsed = encoding.decode(body);
  } catch (const std::exception& error) {
    return Fail(std::string("the body is not ") + std::string(encoding.content_type) + ": " +
                error.what());
  }
  Expect(pattern, parsed);
}

void CaseRunner::Expect(const json::value& pattern, const json::value& actual) {
  if (auto difference = FindDifference(pattern, actual, captures_)) Fail(std::move(*difference));
}

void CaseRunner::Fail(std::string difference) {
  failures_.push_back({label_, std::move(difference), reply_});
}

}  // namespace runnel::conformance

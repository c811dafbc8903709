// An emulator under a clock that the test moves, and a short way to call it.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "core/engine/emulator.h"

namespace runnel {

class ManualClock final : public Clock {
 public:
  Timestamp Now() override { return now; }
  Timestamp now{1'700'000'000'000};
};

inline Settings WithoutDelays() {
  Settings settings;
  settings.create_stream_delay = {};
  settings.delete_stream_delay = {};
  settings.update_stream_delay = {};
  settings.register_consumer_delay = {};
  settings.deregister_consumer_delay = {};
  return settings;
}

struct Answer {
  int status = 0;
  boost::json::value json;  // null for an empty body
  SubscriptionId subscription;
  Duration delay;
  bool hang_up = false;

  // "ResourceNotFoundException", or an empty text.
  std::string error() const {
    const auto* const object = json.if_object();
    const auto* const type = object == nullptr ? nullptr : object->if_contains("__type");
    return type == nullptr ? std::string() : std::string(type->get_string());
  }
};

struct EmulatorFixture {
  explicit EmulatorFixture(const Settings& settings = WithoutDelays(), std::uint64_t seed = 1,
                           bool journaled = false)
      : emulator(settings, clock, seed, journaled) {}

  Answer Call(std::string_view operation, std::string_view body) {
    return Send("Kinesis_20131202." + std::string(operation), body);
  }

  // One of the emulator's own operations.
  Answer Control(std::string_view operation, std::string_view body) {
    return Send("Runnel." + std::string(operation), body);
  }

  Answer Send(const std::string& target, std::string_view body) {
    const Header headers[] = {
        {"X-Amz-Target", target},
        {"Content-Type", "application/x-amz-json-1.1"},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
         "SignedHeaders=host, Signature=0"}};
    const Reply reply = emulator.Handle({"POST", "/", headers, body});
    Answer answer{reply.status, nullptr, reply.subscription, reply.delay, reply.hang_up};
    if (!reply.body.empty() && !reply.subscription) answer.json = boost::json::parse(reply.body);
    return answer;
  }

  void Advance(Duration by) {
    clock.now = clock.now + by;
    emulator.Tick();
  }

  // All that the subscription has to say now.
  std::string Take(SubscriptionId subscription, bool& ended) {
    std::string frames;
    SubscriptionOutput output;
    do {
      output = emulator.Poll(subscription);
      output.Encode(frames);
    } while (output.more);
    ended = output.ended;
    return frames;
  }

  ManualClock clock;
  Emulator emulator;
};

}  // namespace runnel

#include "inspector-ui/view_models/observation.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace runnel {
namespace {

namespace json = boost::json;

// How the answer of InspectStreams begins, with the time behind it.
constexpr std::string_view kTime = "{\"NowMillis\":";

std::string WithoutTime(const std::string& body) {
  if (!body.starts_with(kTime)) return body;
  return body.substr(std::min(body.find_first_not_of("0123456789", kTime.size()), body.size()));
}

std::optional<std::int64_t> TimeOf(const std::string& body) {
  if (!body.starts_with(kTime)) return std::nullopt;
  std::int64_t millis = 0;
  const auto read = std::from_chars(body.data() + kTime.size(), body.data() + body.size(), millis);
  if (read.ec != std::errc()) return std::nullopt;
  return millis;
}

// As exactly as the clock is shown: see ClockText.
bool IsShownAlike(std::int64_t before, std::int64_t now, bool frozen) {
  constexpr std::int64_t kMillisPerMinute = 60'000;
  const std::int64_t unit = frozen ? 1 : kMillisPerMinute;
  return before / unit == now / unit;
}

}  // namespace

std::array<OutgoingCall, Observation::kQuestions> Observation::Questions() const {
  return {OutgoingCall{"Runnel.InspectStreams", {{"HotKeys", true}}},
          OutgoingCall{"Runnel.ListFaultRules", {}},
          OutgoingCall{"Runnel.InspectActivity", {{"AfterNumber", last_number_}, {"Limit", 1000}}}};
}

bool Observation::Take(const std::array<AnswerText, kQuestions>& answers) {
  const auto& [streams, rules, calls] = answers;
  std::string trouble;
  for (const AnswerText& answer : answers) {
    if (trouble.empty()) trouble = answer.refusal;
  }
  bool changed = trouble != world_.trouble;
  world_.trouble = trouble;
  if (!trouble.empty()) return changed;
  const json::object calls_now = ObjectOf(calls.body);
  const json::value* const last = calls_now.if_contains("LastNumber");
  const std::int64_t number = last == nullptr ? 0 : last->to_number<std::int64_t>();
  if (number < last_number_) world_.calls.clear();  // another server, or the same one again
  // That time passes is no news until the clock shows it. What is none is not even parsed.
  const std::int64_t before = world_.now_millis;
  std::string streams_now = WithoutTime(streams.body);
  if (streams_now != streams_seen_) {
    TakeStreams(ObjectOf(streams.body), world_);
    streams_seen_ = std::move(streams_now);
    changed = true;
  } else if (const auto now = TimeOf(streams.body)) {
    world_.now_millis = *now;
    changed |= !IsShownAlike(before, *now, world_.frozen);
  }
  if (rules.body != rules_seen_) TakeFaultRules(ObjectOf(rules.body), world_);
  TakeCalls(calls_now, world_);
  changed |= rules.body != rules_seen_ || number != last_number_;
  rules_seen_ = rules.body;
  last_number_ = number;
  return changed;
}

}  // namespace runnel

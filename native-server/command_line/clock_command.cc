#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <string>
#include <string_view>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/call_input.h"
#include "native-server/command_line/clock_text.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/service_client.h"
#include "native-server/command_line/span_text.h"
#include "native-server/config/nearest_name.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"
#include "native-server/system_clock.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel clock [show]             what time it is for the streams, and how time runs\n"
    "       runnel clock freeze             let time stand still\n"
    "       runnel clock resume             let it run on from there\n"
    "       runnel clock advance DURATION   90s, 5m, 25h, 2d: what comes due meanwhile happens\n"
    "       runnel clock scale NUMBER       60: a minute for each second; 0.1: ten times slower\n"
    "       runnel clock set TIME           2030-01-31T12:00:00Z, or seconds since 1970\n"
    "       runnel clock reset              run as this machine's clock does\n\n"
    "Moves the clock of a running server. Everything follows: retention, shard iterators, "
    "tokens,\n"
    "subscriptions, changes of streams and consumers, quotas per second and per day. Whatever "
    "comes due\n"
    "on the way happens in its order and with its own time. Time never goes back: what was "
    "advanced\n"
    "stays ahead, and `runnel call Reset`, which forgets everything, brings back the present.\n\n"
    "  runnel clock advance 25h     records of a stream that keeps them for 24 hours are gone\n"
    "  runnel clock advance 6m      shard iterators have expired\n\n"
    "  --endpoint URL, --profile NAME   the server, and who calls\n";

constexpr auto kVerbs = std::to_array<std::string_view>(
    {"show", "freeze", "resume", "advance", "scale", "set", "reset"});

// "2h ahead of this machine's clock"; empty if it agrees with it.
std::string DifferenceText(Duration ahead) {
  const std::int64_t seconds = ahead.milliseconds / 1000;
  if (seconds == 0) return {};
  return SpanText(seconds < 0 ? -seconds : seconds) + (seconds < 0 ? " behind" : " ahead of") +
         " this machine's clock";
}

std::string NumberText(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

void Print(const json::object& clock) {
  const Timestamp now{clock.at("NowMillis").to_number<std::int64_t>()};
  const double scale = clock.at("Scale").to_number<double>();
  std::string runs = scale == 1 ? "as time does" : NumberText(scale) + " times as fast as time";
  if (clock.at("Frozen").as_bool()) {
    runs = scale == 1 ? "stands still" : "stands still; resumed, runs " + runs;
  } else {
    runs = "runs " + runs;
  }
  const std::string difference = DifferenceText(now - SystemClock().Now());
  std::printf("time   %s (%lld)\n", ClockText(now).c_str(),
              static_cast<long long>(now.milliseconds));
  std::printf("clock  %s%s%s\n", runs.c_str(), difference.empty() ? "" : ", ", difference.c_str());
}

[[noreturn]] void Refuse(std::string_view verb, std::string_view word, std::string_view wanted) {
  throw Failure(kExitUsage,
                "clock " + std::string(verb) + ": " +
                    (word.empty() ? "what is missing is " : "'" + std::string(word) + "' is not ") +
                    std::string(wanted));
}

// What UpdateClock is to be given.
json::object Change(std::string_view verb, std::string_view word, const json::object& clock) {
  if (verb == "freeze") return {{"Freeze", true}};
  if (verb == "resume") return {{"Unfreeze", true}};
  if (verb == "reset") return {{"Reset", true}};
  if (verb == "advance") {
    const auto duration = ReadDuration(word);
    if (!duration) Refuse(verb, word, "a duration, such as 90s, 5m, 25h or 2d");
    return {{"AdvanceMillis", duration->milliseconds}};
  }
  if (verb == "scale") {
    const auto scale = ReadDecimal(word);
    if (!scale) Refuse(verb, word, "a number, such as 60 or 0.5");
    return {{"Scale", *scale}};
  }
  const auto time = ReadTimestamp(word);
  if (!time) Refuse(verb, word, "a time, such as 2030-01-31T12:00:00Z or 1900000000");
  json::object change = {{"FreezeAtMillis", time->milliseconds}};
  if (!clock.at("Frozen").as_bool()) change["Unfreeze"] = true;
  return change;
}

}  // namespace

int ClockCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "endpoint"}, {.name = "profile"}};
  const Arguments arguments = ParseArguments("clock", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const auto& words = arguments.words;
  const std::string verb = words.empty() ? "show" : words.front();
  if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end()) {
    throw Failure(kExitUsage, "the clock cannot '" + verb + "'" + Suggestion(verb, kVerbs) +
                                  "; see `runnel clock --help`");
  }
  const std::size_t words_max = verb == "advance" || verb == "scale" || verb == "set" ? 2 : 1;
  RefuseMoreWords("clock", arguments, words_max);
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  json::object clock = client.Call("Runnel.DescribeClock", {});
  if (verb != "show") {
    const std::string_view word = words.size() > 1 ? std::string_view(words[1]) : "";
    clock = client.Call("Runnel.UpdateClock", Change(verb, word, clock));
  }
  Print(clock);
  return 0;
}

}  // namespace runnel

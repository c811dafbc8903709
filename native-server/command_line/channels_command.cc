#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/service_client.h"
#include "native-server/command_line/span_text.h"
#include "native-server/config/nearest_name.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel channels [--json]\n"
    "       runnel channels flush NAME\n\n"
    "Lists channels: their status, what they have written, what they have still to write and when\n"
    "that is due, and what went wrong. --json prints all there is to know, one channel a line.\n\n"
    "flush writes what a channel of your account and region has, without waiting until it is as\n"
    "old as its DataFreshnessInSeconds, and ends when the objects are there.\n\n"
    "Objects are written by a server that was told where to:\n"
    "  runnel serve --buckets FOLDER\n"
    "as FOLDER/BUCKET/KEY. Without that, records count as delivered and nothing is written.\n\n"
    "  --endpoint URL, --profile NAME   the server, and who calls\n";

long long NumberOf(const json::object& channel, std::string_view member) {
  const json::value* const value = channel.if_contains(member);
  return value == nullptr ? 0 : value->to_number<std::int64_t>();
}

// "1 record", "2 records".
std::string Counted(long long count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

void Print(const json::object& channel, std::int64_t now) {
  std::printf("%s  %s  %s -> %s\n", TextMember(channel, "ChannelName").c_str(),
              TextMember(channel, "ChannelStatus").c_str(),
              TextMember(channel, "StreamName").c_str(),
              TextMember(channel, "DestinationARN").c_str());
  std::printf("  %s in %s, %s\n", Counted(NumberOf(channel, "Records"), "record").c_str(),
              Counted(NumberOf(channel, "Objects"), "object").c_str(),
              Counted(NumberOf(channel, "DeadLetters"), "dead letter").c_str());
  if (const long long waiting = NumberOf(channel, "UndeliveredRecords"); waiting > 0) {
    std::string when;
    if (channel.contains("NextDueMillis")) {
      const std::int64_t left = NumberOf(channel, "NextDueMillis") - now;
      when = ", due in " + SpanText(std::max<std::int64_t>(left, 0) / 1000);
    } else if (channel.at("BeingWritten").as_bool()) {
      when = ", being written";
    }
    std::printf("  %s wait%s%s\n", Counted(waiting, "record").c_str(), waiting == 1 ? "s" : "",
                when.c_str());
  }
  for (const char* const text : {"LastKey", "LastError", "ChannelStatusReason"}) {
    const std::string value = TextMember(channel, text);
    if (!value.empty()) std::printf("  %s: %s\n", text, value.c_str());
  }
  std::printf("  %s\n", TextMember(channel, "Note").c_str());
}

int Flush(const ServiceClient& client, const std::string& name) {
  long long records = 0;
  while (true) {
    const json::object answer = client.Call("Runnel.FlushChannel", {{"ChannelName", name}});
    records += NumberOf(answer, "Records");
    if (NumberOf(answer, "RecordsLeft") == 0) break;
  }
  std::printf("%s of %s %s been delivered\n", Counted(records, "record").c_str(), name.c_str(),
              records == 1 ? "has" : "have");
  return 0;
}

}  // namespace

int ChannelsCommand(const CommandLine& command_line) {
  using enum FlagSpec::Value;
  const FlagSpec specs[] = {
      {.name = "json", .value = kNone}, {.name = "endpoint"}, {.name = "profile"}};
  const Arguments arguments = ParseArguments("channels", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const auto& words = arguments.words;
  const bool flushes = !words.empty() && words.front() == "flush";
  const bool whole = !arguments.Last("json").empty();
  if (!words.empty() && !flushes) {
    constexpr std::string_view kVerbs[] = {"flush"};
    throw Failure(kExitUsage, "there is no `runnel channels " + words.front() + "`" +
                                  Suggestion(words.front(), kVerbs) +
                                  "; see `runnel channels --help`");
  }
  if (flushes && words.size() == 1) {
    throw Failure(kExitUsage, "flush which channel? `runnel channels` lists them");
  }
  RefuseMoreWords("channels", arguments, 2);
  if (flushes && whole) throw Failure(kExitUsage, "--json is for the list; flush prints none");
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  if (flushes) return Flush(client, words.back());
  const json::object answer = client.Call("Runnel.InspectChannels", {});
  const json::array& channels = answer.at("Channels").as_array();
  for (const json::value& channel : channels) {
    if (whole) {
      std::printf("%s\n", json::serialize(channel).c_str());
    } else {
      Print(channel.as_object(), NumberOf(answer, "NowMillis"));
    }
  }
  if (channels.empty() && !whole) std::printf("there are no channels\n");
  return 0;
}

}  // namespace runnel

#include <sys/ioctl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/service_client.h"
#include "native-server/command_line/top_table.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel top [STREAM] [--once] [--interval DURATION]\n\n"
    "A live table of streams and their open shards, until Ctrl-C: records and bytes a second in "
    "and\n"
    "out (the mean of the last ten seconds of the emulator's time), what was throttled, how much "
    "of a\n"
    "shard's quota is spent (with --limits aws), how far readers are behind, and the partition "
    "keys\n"
    "that fill a shard. LAG is that of the slowest reader, GetRecords of the last minute or\n"
    "subscription: records, and how long ago the next one arrived.\n\n"
    "  --once               print the table once\n"
    "  --json               print what it is made of, once: the answer of Runnel.InspectStreams\n"
    "  --interval DURATION  how often to look; 1s if not given\n"
    "  --endpoint URL, --profile NAME   the server, and who calls\n";

// Begin at the top left, and wipe what was there.
constexpr const char* kWipe = "\x1b[H\x1b[2J";

TopSize TerminalSize() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return {size.ws_row, size.ws_col};
}

// What the table is made of. Throws Failure if `input` names a stream that is not there.
json::object Inspect(const ServiceClient& client, const json::object& input) {
  json::object answer = client.Call("Runnel.InspectStreams", input);
  if (input.contains("StreamName") && answer.at("Streams").as_array().empty()) {
    throw Failure(kExitFailed, "there is no stream " + TextMember(input, "StreamName") +
                                   "; `runnel top` shows those that there are");
  }
  return answer;
}

// Shows the table until the program is ended. A server that has answered and then is gone is waited
// for.
[[noreturn]] void Watch(const ServiceClient& client, const json::object& input, Duration interval) {
  for (bool reached = false;;) {
    TopSize size = TerminalSize();
    if (size.rows > 0) --size.rows;  // the cursor's
    std::string table;
    try {
      table = TopTable(Inspect(client, input), size);
      reached = true;
    } catch (const NoAnswer& failure) {
      if (!reached) throw;
      table = std::string(failure.what()) + "; trying again\n";
    }
    std::printf("%s%s", kWipe, table.c_str());
    std::fflush(stdout);
    std::this_thread::sleep_for(std::chrono::milliseconds(interval.milliseconds));
  }
}

}  // namespace

int TopCommand(const CommandLine& command_line) {
  using enum FlagSpec::Value;
  const FlagSpec specs[] = {{.name = "once", .value = kNone},
                            {.name = "json", .value = kNone},
                            {.name = "interval"},
                            {.name = "endpoint"},
                            {.name = "profile"}};
  const Arguments arguments = ParseArguments("top", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (arguments.words.size() > 1) throw Failure(kExitUsage, "top shows one stream, or all of them");
  const std::string_view text = arguments.Last("interval");
  const auto interval = ReadDuration(text.empty() ? "1s" : text);
  if (!interval || *interval < Duration::Milliseconds(100)) {
    throw Failure(kExitUsage, "--interval must be a duration from 100ms on, such as 2s");
  }
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  json::object input = {{"HotKeys", true}};
  if (!arguments.words.empty()) input["StreamName"] = arguments.words.front();
  if (!arguments.Last("json").empty()) {
    std::puts(json::serialize(Inspect(client, input)).c_str());
    return 0;
  }
  if (!arguments.Last("once").empty() || isatty(STDOUT_FILENO) != 1) {
    std::fputs(TopTable(Inspect(client, input), {}).c_str(), stdout);
    return 0;
  }
  Watch(client, input, *interval);
}

}  // namespace runnel

#include <boost/json.hpp>
#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>

#include "native-server/command_line/commands.h"
#include "native-server/config/fault_rules.h"
#include "native-server/config/nearest_name.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel faults add ACTION [--MEMBER VALUE...]\n"
    "       runnel faults list\n"
    "       runnel faults remove RULE-ID\n"
    "       runnel faults clear\n"
    "       runnel faults scenario [NAME|FILE] [--stream-name STREAM]\n\n"
    "Lets a running server misbehave as Kinesis can. Rules take effect at once, are drawn from "
    "the\n"
    "server's --seed, and count what they match and strike. The same rules can be given to\n"
    "`runnel serve` by --fault and --scenario.\n\n"
    "  runnel faults add FAIL_RECORDS --operations PutRecords --probability 0.1\n"
    "  runnel faults add ERROR --error-code ExpiredIteratorException --every-nth 20\n"
    "  runnel faults add DELAY --delay-millis 50 --delay-max-millis 5000 --delay-distribution "
    "HEAVY_TAIL\n"
    "  runnel faults add DROP_AFTER --operations PutRecord --stream-name orders --first-n 1\n"
    "  runnel faults scenario flaky-producer --stream-name orders\n"
    "  runnel faults remove 'flaky-producer:*'\n\n";

constexpr const char* kAddHelp =
    "usage: runnel faults add ACTION [--MEMBER VALUE...]\n\n"
    "What happens:\n"
    "  ERROR                 the call fails with --error-code and has no effect\n"
    "  FAIL_RECORDS          records of a PutRecords fail one by one; a PutRecord fails\n"
    "  DELAY                 the answer comes --delay-millis late, or up to --delay-max-millis\n"
    "                        with --delay-distribution UNIFORM or HEAVY_TAIL\n"
    "  DROP_BEFORE           the connection ends without an answer; nothing has happened\n"
    "  DROP_AFTER            the same, but the call has had its effect: retries make duplicates\n"
    "  RESHARD               a shard is split, or the stream resharded to --shard-count\n"
    "  REPEAT_RECORDS        what GetRecords or a subscription delivered comes once more\n"
    "  HIDE_RECORDS          records cannot be seen until --delay-millis after they were put\n"
    "  END_SUBSCRIPTION      a SubscribeToShard ends, with --error-code if there is one\n"
    "  DROP_SUBSCRIPTION     its connection ends\n"
    "  SILENCE_SUBSCRIPTION  it says nothing for --delay-millis, not even heartbeats\n\n"
    "To which calls (* and ? stand for any text and any character; all if not given):\n"
    "  --operations LIST --stream-name TEXT --shard-id TEXT --consumer-name TEXT\n"
    "  --partition-key TEXT --caller-account DIGITS\n\n"
    "How often (all that is given must agree; always if nothing is):\n"
    "  --probability 0.0..1.0, --every-nth N, --first-n N, --start-millis and --end-millis after "
    "the\n"
    "  rule was added, --budget-tokens N with --budget-refill-per-second N\n\n"
    "Further:\n"
    "  --rule-id ID          names the rule; one of that name is replaced\n"
    "  --per-record false    FAIL_RECORDS: one draw for all records of a call\n"
    "  --error-message TEXT  instead of the service's own\n"
    "  --durable             survives a restart of a server that keeps its state\n\n"
    "Faults strike calls that would have succeeded. Any exception of the API can be injected;\n"
    "InternalFailure and ServiceUnavailable are what clients take for an outage.\n";

constexpr const char* kScenarioHelp =
    "usage: runnel faults scenario [NAME|FILE] [--stream-name STREAM] [--durable]\n\n"
    "Adds the rules of a scenario: of one that comes with Runnel, or of a file. Without a name, "
    "lists\n"
    "those that there are, with their files to copy from. A file is JSON with comments:\n\n"
    "  {\"Name\": \"my-scenario\", \"Rules\": [\n"
    "    // every other answer is lost\n"
    "    {\"RuleId\": \"lost\", \"Action\": \"DROP_AFTER\", \"EveryNth\": 2}]}\n\n"
    "Rules are named SCENARIO:RULE-ID; `runnel faults remove 'my-scenario:*'` ends them.\n";

using Words = std::vector<std::string>;

bool AsksForHelp(const Words& words) {
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h") return true;
  }
  return false;
}

int Call(const CommandLine& command_line, Words call, const Words& rest) {
  call.insert(call.end(), rest.begin(), rest.end());
  return CallCommand({.arguments = std::move(call), .environment = command_line.environment});
}

// The word that a command begins with, taken off; empty if it begins with a flag or not at all.
std::string TakeWord(Words& words) {
  if (words.empty() || words.front().starts_with('-')) return {};
  std::string word = std::move(words.front());
  words.erase(words.begin());
  return word;
}

int Add(const CommandLine& command_line, Words words) {
  if (AsksForHelp(words)) {
    std::fputs(kAddHelp, stdout);
    return 0;
  }
  std::string action = TakeWord(words);
  if (action.empty()) {
    throw Failure(kExitUsage, "which action? `runnel faults add --help` lists them");
  }
  for (char& c : action) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return Call(command_line, {"AddFaultRule", "--action", action}, words);
}

int Remove(const CommandLine& command_line, Words words) {
  const std::string id = TakeWord(words);
  if (id.empty()) throw Failure(kExitUsage, "which rule? `runnel faults list` shows their ids");
  return Call(command_line, {"RemoveFaultRule", "--rule-id", id}, words);
}

int Scenario(const CommandLine& command_line, Words words) {
  if (AsksForHelp(words)) {
    std::fputs(kScenarioHelp, stdout);
    return 0;
  }
  const std::string name = TakeWord(words);
  if (name.empty()) return Call(command_line, {"ListScenarios"}, words);
  return Call(command_line, {"StartScenario", "--input", ScenarioInput(name)}, words);
}

}  // namespace

int FaultsCommand(const CommandLine& command_line) {
  Words words = command_line.arguments;
  const std::string verb = TakeWord(words);
  if (verb.empty()) {
    if (!AsksForHelp(words)) {
      throw Failure(kExitUsage, "add, list, remove, clear or scenario? See `runnel faults --help`");
    }
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (verb == "add") return Add(command_line, std::move(words));
  if (verb == "list") return Call(command_line, {"ListFaultRules"}, words);
  if (verb == "remove") return Remove(command_line, std::move(words));
  if (verb == "clear") return Call(command_line, {"ClearFaultRules"}, words);
  if (verb == "scenario") return Scenario(command_line, std::move(words));
  constexpr std::string_view kVerbs[] = {"add", "list", "remove", "clear", "scenario"};
  throw Failure(kExitUsage, "there is no `runnel faults " + verb + "`" + Suggestion(verb, kVerbs) +
                                "; see `runnel faults --help`");
}

}  // namespace runnel

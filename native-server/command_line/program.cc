#include "native-server/command_line/program.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "native-server/command_line/commands.h"
#include "native-server/config/nearest_name.h"
#include "native-server/failure.h"
#include "native-server/version.h"

namespace runnel {
namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const CommandLine& command_line);
};

constexpr auto kCommands = std::to_array<Command>({
    {"serve", "start the server", ServeCommand},
    {"stop", "stop a server of this machine", StopCommand},
    {"restart", "start a server again, in the background", RestartCommand},
    {"status", "what runs where", StatusCommand},
    {"aws", "the AWS CLI, pointed at the server; also as `awsemu`", AwsCommand},
    {"call", "call an operation without the AWS CLI", CallCommand},
    {"tail", "print records as they come, across splits and merges", TailCommand},
    {"top", "a live table of shards: rates, lag, hot keys", TopCommand},
    {"inspect", "streams, shards, records, faults and calls in the browser", InspectCommand},
    {"deploy", "create or update a stack from a template of CloudFormation", DeployCommand},
    {"explain", "which shard a partition key goes to, and why", ExplainCommand},
    {"replay", "make captured calls again, or compare two servers by them", ReplayCommand},
    {"snapshot", "write all a server knows to a file, or become it", SnapshotCommand},
    {"failures", "records that event source mappings gave up", FailuresCommand},
    {"faults", "let the server misbehave as Kinesis can", FaultsCommand},
    {"clock", "show, freeze, advance or scale the server's time", ClockCommand},
    {"cert", "the certificate to trust for https://", CertCommand},
});

std::string Overview() {
  std::string text =
      "Runnel: Amazon Kinesis Data Streams on your own machine\n\n"
      "usage: runnel COMMAND [ARGUMENT...]\n\n";
  for (const Command& command : kCommands) {
    std::string name(command.name);
    name.resize(10, ' ');
    text += "  " + name + std::string(command.summary) + "\n";
  }
  return text +
         "\n`runnel COMMAND --help` tells more; `runnel --version` says which version this "
         "is.\n";
}

const Command& FindCommand(std::string_view name) {
  std::vector<std::string_view> names = {"help"};
  for (const Command& command : kCommands) {
    if (command.name == name) return command;
    names.push_back(command.name);
  }
  throw Failure(kExitUsage, "there is no command '" + std::string(name) + "'" +
                                Suggestion(name, names) + "; `runnel help` lists them");
}

void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

}  // namespace

int RunProgram(const std::vector<std::string>& arguments, const Environment& environment) {
  const std::string started_as =
      arguments.empty() ? "" : std::filesystem::path(arguments[0]).filename().string();
  CommandLine command_line{.arguments = {}, .environment = environment};
  if (started_as == "awsemu") {
    command_line.arguments.assign(arguments.begin() + 1, arguments.end());
    return AwsCommand(command_line);
  }
  if (arguments.size() < 2) throw Failure(kExitUsage, "which command? `runnel help` lists them");
  const std::string& name = arguments[1];
  command_line.arguments.assign(arguments.begin() + 2, arguments.end());
  if (name == "--version" || name == "-V" || name == "version") {
    Print(VersionText());
    return 0;
  }
  if (name == "help" || name == "--help" || name == "-h") {
    if (command_line.arguments.empty()) {
      Print(Overview());
      return 0;
    }
    const Command& command = FindCommand(command_line.arguments.front());
    command_line.arguments = {"--help"};
    return command.run(command_line);
  }
  return FindCommand(name).run(command_line);
}

}  // namespace runnel

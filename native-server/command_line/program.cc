#include "native-server/command_line/program.h"

#include <cstdio>
#include <filesystem>
#include <string_view>

#include "native-server/command_line/command_table.h"
#include "native-server/command_line/manual_page.h"
#include "native-server/config/nearest_name.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

std::string Overview() {
  std::string text =
      "Runnel: Amazon Kinesis Data Streams on your own machine\n\n"
      "usage: runnel COMMAND [ARGUMENT...]\n\n";
  for (const Command& command : Commands()) {
    std::string name(command.name);
    name.resize(12, ' ');
    text += "  " + name + std::string(command.summary) + "\n";
  }
  return text +
         "\n`runnel COMMAND --help` tells more; `runnel --version` says which version this is;\n"
         "`runnel help --man` is all of it as a manual page.\n";
}

const Command& FindCommand(std::string_view name) {
  std::vector<std::string_view> names = {"help"};
  for (const Command& command : Commands()) {
    if (command.name == name) return command;
    names.push_back(command.name);
  }
  throw Failure(kExitUsage, "there is no command '" + std::string(name) + "'" +
                                Suggestion(name, names) + "; `runnel help` lists them");
}

void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

}  // namespace

int RunProgram(const std::vector<std::string>& arguments, const Environment& environment,
               const Build& build) {
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
    Print(VersionText(build));
    return 0;
  }
  if (name == "help" || name == "--help" || name == "-h") {
    if (command_line.arguments.empty()) {
      Print(Overview());
      return 0;
    }
    if (command_line.arguments.front() == "--man") {
      Print(ManualPage());
      return 0;
    }
    const Command& command = FindCommand(command_line.arguments.front());
    command_line.arguments = {"--help"};
    return command.run(command_line);
  }
  return FindCommand(name).run(command_line);
}

}  // namespace runnel

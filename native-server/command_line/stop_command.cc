#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/server_choice.h"
#include "native-server/command_line/server_registry.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel stop [--port PORT...]\n\n"
    "Stops the server that runs on this machine, whether it was started in the background or in a\n"
    "terminal. Open subscriptions are ended first.\n\n"
    "  --port PORT   which one, and which further ones; else that on RUNNEL_PORT, or the only "
    "one\n";

void Stop(const Arguments& choice, const Environment& environment) {
  const std::optional<ServerRecord> server = ChooseServer(choice, environment);
  if (!server) {
    const auto port = WantedPort(choice, environment);
    std::printf("no server is running%s\n",
                port ? (" on port " + std::to_string(*port)).c_str() : "");
    return;
  }
  EndProcess(server->process, kStopPatience);
  std::printf("stopped %s (pid %d)\n", server->Url().c_str(),
              static_cast<int>(server->process.pid));
}

}  // namespace

int StopCommand(const CommandLine& command_line) {
  const Arguments arguments = ParseArguments("stop", kServerChoiceFlags, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  // Each --port by itself; all are read before any server is stopped.
  std::vector<Arguments> choices;
  for (const GivenFlag& flag : arguments.flags) {
    ChosenPort(choices.emplace_back(Arguments{.flags = {flag}, .words = {}}));
  }
  if (choices.empty()) choices.emplace_back();
  for (const Arguments& choice : choices) Stop(choice, command_line.environment);
  return 0;
}

}  // namespace runnel

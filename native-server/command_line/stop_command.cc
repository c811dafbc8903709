#include <cstdio>
#include <optional>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/server_choice.h"
#include "native-server/command_line/server_registry.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel stop [--port PORT]\n\n"
    "Stops the server that runs on this machine, whether it was started in the background or in a\n"
    "terminal. Open subscriptions are ended first.\n\n"
    "  --port PORT   which one; else that on RUNNEL_PORT, or the only one\n";

}  // namespace

int StopCommand(const CommandLine& command_line) {
  const Arguments arguments = ParseArguments("stop", kServerChoiceFlags, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::optional<ServerRecord> server = ChooseServer(arguments, command_line.environment);
  if (!server) {
    const auto port = WantedPort(arguments, command_line.environment);
    std::printf("no server is running%s\n",
                port ? (" on port " + std::to_string(*port)).c_str() : "");
    return 0;
  }
  EndProcess(server->process, kStopPatience);
  std::printf("stopped %s (pid %d)\n", server->Url().c_str(),
              static_cast<int>(server->process.pid));
  return 0;
}

}  // namespace runnel

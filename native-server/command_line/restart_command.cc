#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/serve.h"
#include "native-server/command_line/server_choice.h"
#include "native-server/command_line/server_registry.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel restart [--port PORT]\n\n"
    "Stops the server that runs on this machine and starts it again in the background, with the\n"
    "flags it had, on the ports it had, and with the variables of now:\n\n"
    "  KINESIS_ERROR_PROBABILITY=0.5 runnel restart\n\n"
    "If none runs, one is started. Without --data, streams and records are not kept.\n\n"
    "  --port PORT   which one; else that on RUNNEL_PORT, or the only one\n";

// A port that the system picked, or that only the variables of then named, stays the same: clients
// are pointed at it.
void KeepPorts(const ServerRecord& server, LoadedConfig& loaded) {
  std::vector<std::uint16_t>& ports = loaded.config.ports;
  const bool picks = std::find(ports.begin(), ports.end(), 0) != ports.end();
  if (picks || !loaded.ports_given) ports = server.ports;
}

}  // namespace

int RestartCommand(const CommandLine& command_line) {
  const Arguments arguments = ParseArguments("restart", kServerChoiceFlags, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::optional<ServerRecord> server = ChooseServer(arguments, command_line.environment);
  const std::optional<std::uint16_t> port = ChosenPort(arguments);
  std::vector<std::string> flags = server ? server->arguments : std::vector<std::string>();
  if (!server && port) flags = {"--port", std::to_string(*port)};
  if (server && chdir(server->directory.c_str()) < 0) {
    throw Failure(kExitFailed, "cannot go to " + server->directory +
                                   ", where the server was started: " + std::strerror(errno));
  }
  // Before the old one is stopped: a mistake in a variable must not leave nobody serving.
  LoadedConfig loaded = LoadServeConfig(flags, command_line.environment);
  loaded.config.detach = true;
  if (server) {
    KeepPorts(*server, loaded);
    EndProcess(server->process, kStopPatience);
  }
  return Serve(loaded, flags, command_line.environment);
}

}  // namespace runnel

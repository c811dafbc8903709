#include <cstdio>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/http_client.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel health [--endpoint URL]\n\n"
    "Asks a server whether it is well, and prints what it says. Exit status 0: it is; 1: it is "
    "not,\n"
    "or there is none. For the health checks of containers and services.\n\n"
    "  --endpoint URL   the server; else RUNNEL_ENDPOINT, or RUNNEL_PORT on this machine, or the\n"
    "                   server that runs here, or http://127.0.0.1:4566\n";

constexpr Duration kPatience = Duration::Seconds(2);

}  // namespace

int HealthCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "endpoint"}};
  const Arguments arguments = ParseArguments("health", specs, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const Endpoint endpoint = FindEndpoint(command_line.environment, arguments.Last("endpoint"));
  HttpRequest request;
  request.target = "/health";
  const HttpAnswer answer = SendHttp(endpoint, request, kPatience);
  if (answer.status != 200) {
    throw Failure(kExitFailed,
                  endpoint.Url() + " answers with HTTP status " + std::to_string(answer.status));
  }
  std::fputs(answer.body.c_str(), stdout);
  return 0;
}

}  // namespace runnel

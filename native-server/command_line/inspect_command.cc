#include <fcntl.h>
#include <spawn.h>

#include <cstdio>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/client_settings.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/http_client.h"
#include "native-server/failure.h"

extern char** environ;

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel inspect [--no-browser] [--endpoint URL]\n\n"
    "Opens the inspector that the server shows at /_runnel/, and prints its address: streams,\n"
    "shards, records, consumers, faults and calls as they change.\n\n"
    "  --no-browser     only print the address\n"
    "  --endpoint URL   the server; else RUNNEL_ENDPOINT, or RUNNEL_PORT on this machine, or the\n"
    "                   server that runs here, or http://127.0.0.1:4566\n";

constexpr Duration kPatience = Duration::Seconds(5);

// The browser goes its own way: nobody waits for it, and it does not write into this terminal.
void Open(const std::string& url) {
  std::string program = "xdg-open";
  std::string address = url;
  char* const arguments[] = {program.data(), address.data(), nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  const int error = posix_spawnp(nullptr, program.c_str(), &files, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) std::puts("there is no `xdg-open` here: please open it yourself");
}

}  // namespace

int InspectCommand(const CommandLine& command_line) {
  const FlagSpec specs[] = {{.name = "no-browser", .value = FlagSpec::Value::kNone},
                            {.name = "endpoint"}};
  const Arguments arguments = ParseArguments("inspect", specs, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const Endpoint endpoint = FindEndpoint(command_line.environment, arguments.Last("endpoint"));
  HttpRequest request;
  request.target = "/_runnel/";
  const HttpAnswer answer = SendHttp(endpoint, request, kPatience);
  const std::string url = endpoint.Url() + request.target;
  if (answer.status != 200) {
    throw Failure(kExitFailed, url + " answers with HTTP status " + std::to_string(answer.status) +
                                   ": it is no Runnel, or an older one");
  }
  std::puts(url.c_str());
  if (arguments.Last("no-browser").empty()) Open(url);
  return 0;
}

}  // namespace runnel

#include <cstdio>
#include <ctime>
#include <optional>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/http_client.h"
#include "native-server/command_line/server_choice.h"
#include "native-server/command_line/server_registry.h"
#include "native-server/command_line/span_text.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel status [--port PORT]\n\n"
    "Lists the servers that run on this machine. Exit status 0: running and well; 1: running, but\n"
    "it does not answer; 3: not running.\n\n"
    "  --port PORT   only the server on this port\n";

constexpr Duration kHealthPatience = Duration::Seconds(5);

// Empty: the server is well.
std::string HealthComplaint(const ServerRecord& server) {
  try {
    HttpRequest request;
    request.target = "/health";
    const HttpAnswer answer =
        SendHttp(ReadEndpoint(server.Url(), "address"), request, kHealthPatience);
    return answer.status == 200 ? "" : "HTTP status " + std::to_string(answer.status);
  } catch (const Failure& failure) {
    return failure.what();
  }
}

// Returns whether the server is well.
bool Print(const ServerRecord& server) {
  std::string ports;
  for (std::size_t i = 1; i < server.ports.size(); ++i) {
    ports += (i == 1 ? "  and port " : ", ") + std::to_string(server.ports[i]);
  }
  const std::int64_t uptime = std::time(nullptr) - server.ready_at.seconds();
  const std::string complaint = HealthComplaint(server);
  std::printf("address  %s%s\n", server.Url().c_str(), ports.c_str());
  std::printf("pid      %d\n", static_cast<int>(server.process.pid));
  std::printf("uptime   %s\n", SpanText(uptime).c_str());
  std::printf("version  %s\n", server.version.c_str());
  std::printf("health   %s\n", complaint.empty() ? "ok" : complaint.c_str());
  if (!server.log_path.empty()) std::printf("log      %s\n", server.log_path.c_str());
  return complaint.empty();
}

}  // namespace

int StatusCommand(const CommandLine& command_line) {
  const Arguments arguments = ParseArguments("status", kServerChoiceFlags, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::optional<std::uint16_t> port = ChosenPort(arguments);
  int count = 0;
  bool all_well = true;
  for (const ServerRecord& server : ServerRegistry(command_line.environment).Running()) {
    if (port && !server.Serves(*port)) continue;
    if (count++ > 0) std::puts("");
    all_well = Print(server) && all_well;
  }
  if (count == 0) {
    std::puts("not running");
    return kExitNotRunning;
  }
  return all_well ? 0 : kExitFailed;
}

}  // namespace runnel

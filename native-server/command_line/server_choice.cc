#include "native-server/command_line/server_choice.h"

#include "native-server/config.h"
#include "native-server/config/option_table.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

std::optional<std::uint16_t> Port(std::string_view text) {
  const std::optional<std::int64_t> port = ReadInteger(text);
  if (!port || *port < 1 || *port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

}  // namespace

std::optional<std::uint16_t> ChosenPort(const Arguments& arguments) {
  const std::string_view text = arguments.Last("port");
  if (text.empty()) return std::nullopt;
  const std::optional<std::uint16_t> port = Port(text);
  if (!port) {
    throw Failure(kExitUsage,
                  "--port: '" + std::string(text) + "' is not a port; write a number up to 65535");
  }
  return port;
}

std::optional<std::uint16_t> WantedPort(const Arguments& arguments,
                                        const Environment& environment) {
  if (const auto chosen = ChosenPort(arguments)) return chosen;
  const std::string ports = Variable(environment, "RUNNEL_PORT");
  if (ports.empty()) return std::nullopt;
  Config config;
  const std::string complaint = FindServeOption("port")->parse(ports, config);
  if (!complaint.empty()) throw Failure(kExitUsage, "RUNNEL_PORT: " + complaint);
  if (config.ports.front() == 0) return std::nullopt;  // the server has picked one
  return config.ports.front();
}

std::optional<ServerRecord> ChooseServer(const Arguments& arguments,
                                         const Environment& environment) {
  return ServerRegistry(environment)
      .Find(WantedPort(arguments, environment), Config().ports.front());
}

}  // namespace runnel

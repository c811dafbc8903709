#include "native-server/command_line/server_choice.h"

#include "native-server/command_line/client_settings.h"
#include "native-server/config.h"
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
  return PortOfVariable(environment);
}

std::optional<ServerRecord> ChooseServer(const Arguments& arguments,
                                         const Environment& environment) {
  return ServerRegistry(environment)
      .Find(WantedPort(arguments, environment), Config().ports.front());
}

}  // namespace runnel

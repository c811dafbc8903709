// Which of the servers on this machine `stop`, `restart` and `status` are about.
#pragma once

#include <array>
#include <optional>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/server_registry.h"

namespace runnel {

inline constexpr auto kServerChoiceFlags = std::to_array<FlagSpec>({{.name = "port"}});

// How long a server may take to end.
inline constexpr Duration kStopPatience = Duration::Seconds(10);

// The value of --port. Throws Failure (kExitUsage) for what is not a port.
std::optional<std::uint16_t> ChosenPort(const Arguments& arguments);

// The value of --port, else the first port of RUNNEL_PORT, if it is one. Throws Failure
// (kExitUsage) for what is not a port.
std::optional<std::uint16_t> WantedPort(const Arguments& arguments, const Environment& environment);

// The server on the wanted port, or if none is wanted the only one, or of several the one on 4566.
// nullopt: none runs there. Throws Failure (kExitUsage) if it cannot be told which is meant.
std::optional<ServerRecord> ChooseServer(const Arguments& arguments,
                                         const Environment& environment);

}  // namespace runnel

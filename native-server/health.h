// The health paths that people's scripts ask for, whichever emulator they were written for. The
// server answers them itself; everything else goes to the emulator.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/api/request.h"

namespace runnel {

// Empty: not a health request. `uptime` is the time since the server began to listen.
std::optional<Reply> AnswerHealth(const Request& request, std::chrono::nanoseconds uptime);

}  // namespace runnel

// The path that Prometheus asks for.
#pragma once

#include <optional>

#include "core/api/request.h"
#include "native-server/emulator_host.h"

namespace runnel {

// Empty: not a request for /metrics.
std::optional<Reply> AnswerMetrics(const Request& request, EmulatorHost& host);

}  // namespace runnel

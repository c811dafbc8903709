// The operations of CloudWatch Logs, by name.
#pragma once

#include <string_view>

#include "core/operations/operation.h"

namespace runnel {

inline constexpr std::string_view kLogsTarget = "Logs_20140328";

// Null: there is none of that name.
const Operation* FindLogOperation(std::string_view name);

}  // namespace runnel

// The operations of EventBridge, by name: what pipes need to send to API destinations.
#pragma once

#include <string_view>

#include "core/operations/operation.h"

namespace runnel {

inline constexpr std::string_view kEventsTarget = "AWSEvents";

// Null: there is none of that name.
const Operation* FindEventOperation(std::string_view name);

}  // namespace runnel

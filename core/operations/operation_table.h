// Finds operations by the target that a request names.
#pragma once

#include <span>
#include <string_view>

#include "core/operations/operation.h"

namespace runnel {

inline constexpr std::string_view kKinesisTarget = "Kinesis_20131202";
// The emulator's own operations.
inline constexpr std::string_view kControlTarget = "Runnel";

// In alphabetical order.
std::span<const Operation* const> KinesisOperations();
std::span<const Operation* const> ControlOperations();

// `target` is the part of X-Amz-Target before the dot, `name` what follows it; case matters. Null
// when there is no such operation.
const Operation* FindOperation(std::string_view target, std::string_view name);

}  // namespace runnel

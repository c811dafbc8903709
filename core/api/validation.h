// Step 12 of a request: the constraints of the API model, reported in the service's own words.
#pragma once

#include <optional>
#include <string>

#include "core/api/shape.h"
#include "core/base/result.h"

namespace runnel {

// Whether members that are required only without AUTO distribution must be there.
enum class PartitionKeyRule { kRequired, kOptional };

// Checks `object`, a C++ struct described by `structure`. Returns the ValidationException that
// lists up to ten violations (kinesis-api 3.1 to 3.5), or nullopt when there is none.
std::optional<Error> Validate(const Shape& structure, const void* object, PartitionKeyRule rule);

// The path of a member in messages: its name with the first letter in lower case.
std::string MemberPath(std::string_view member_name);

}  // namespace runnel

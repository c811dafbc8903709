// The operations of CloudFormation by name.
#pragma once

#include <string_view>

#include "core/operations/operation.h"

namespace runnel {

inline constexpr std::string_view kStacksVersion = "2010-05-15";
inline constexpr std::string_view kStacksNamespace =
    "http://cloudformation.amazonaws.com/doc/2010-05-15/";

// Null: there is no such operation.
const Operation* FindStackOperation(std::string_view name);

}  // namespace runnel

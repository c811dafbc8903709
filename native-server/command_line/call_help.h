// What `runnel call --help` and `runnel call OPERATION --help` say, made from the shapes.
#pragma once

#include <span>
#include <string>

#include "core/api/operation_catalog.h"

namespace runnel {

std::string CallOverview(std::span<const OperationEntry> catalog);
std::string OperationHelp(const OperationEntry& operation);

}  // namespace runnel

// What operations there are, as hosts see them: names and shapes. The handlers stay beneath
// Emulator::Handle.
#pragma once

#include <string_view>
#include <vector>

#include "core/api/shape.h"

namespace runnel {

struct OperationEntry {
  std::string_view target;  // what X-Amz-Target says before the dot, "Kinesis_20131202"
  std::string_view name;    // "PutRecord"
  const Shape* input;       // structures that live as long as the program
  const Shape* output;      // without members: the answer's body is empty
};

// All of them: those of Kinesis, then the emulator's own, each in alphabetical order.
std::vector<OperationEntry> OperationCatalog();

}  // namespace runnel

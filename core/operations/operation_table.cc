#include "core/operations/operation_table.h"

#include <algorithm>

namespace runnel {

#define RUNNEL_OPERATION(Name) extern const Operation k##Name;
#define RUNNEL_CONTROL_OPERATION(Name) extern const Operation k##Name;
#include "core/operations/operations.def"
#undef RUNNEL_OPERATION
#undef RUNNEL_CONTROL_OPERATION

namespace {

constexpr const Operation* kKinesisTable[] = {
#define RUNNEL_OPERATION(Name) &k##Name,
#define RUNNEL_CONTROL_OPERATION(Name)
#include "core/operations/operations.def"
#undef RUNNEL_OPERATION
#undef RUNNEL_CONTROL_OPERATION
};

constexpr const Operation* kControlTable[] = {
#define RUNNEL_OPERATION(Name)
#define RUNNEL_CONTROL_OPERATION(Name) &k##Name,
#include "core/operations/operations.def"
#undef RUNNEL_OPERATION
#undef RUNNEL_CONTROL_OPERATION
};

}  // namespace

std::span<const Operation* const> KinesisOperations() { return kKinesisTable; }
std::span<const Operation* const> ControlOperations() { return kControlTable; }

const Operation* FindOperation(std::string_view target, std::string_view name) {
  std::span<const Operation* const> table;
  if (target == kKinesisTarget) table = kKinesisTable;
  if (target == kControlTarget) table = kControlTable;
  const auto found = std::lower_bound(
      table.begin(), table.end(), name,
      [](const Operation* operation, std::string_view sought) { return operation->name < sought; });
  return found != table.end() && (*found)->name == name ? *found : nullptr;
}

}  // namespace runnel

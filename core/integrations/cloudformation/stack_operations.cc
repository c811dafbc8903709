#include "core/integrations/cloudformation/stack_operations.h"

namespace runnel {

#define RUNNEL_STACK_OPERATION(Name) extern const Operation k##Name;
#include "core/integrations/cloudformation/stack_operations.def"
#undef RUNNEL_STACK_OPERATION

const Operation* FindStackOperation(std::string_view name) {
  static constexpr const Operation* kTable[] = {
#define RUNNEL_STACK_OPERATION(Name) &k##Name,
#include "core/integrations/cloudformation/stack_operations.def"
#undef RUNNEL_STACK_OPERATION
  };
  for (const Operation* const operation : kTable) {
    if (operation->name == name) return operation;
  }
  return nullptr;
}

}  // namespace runnel

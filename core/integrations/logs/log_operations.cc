#include "core/integrations/logs/log_operations.h"

#include <algorithm>

namespace runnel {

#define RUNNEL_LOG_OPERATION(Constant) extern const Operation Constant;
#include "core/integrations/logs/log_operations.def"
#undef RUNNEL_LOG_OPERATION

namespace {

constexpr const Operation* kTable[] = {
#define RUNNEL_LOG_OPERATION(Constant) &Constant,
#include "core/integrations/logs/log_operations.def"
#undef RUNNEL_LOG_OPERATION
};

}  // namespace

const Operation* FindLogOperation(std::string_view name) {
  const auto found = std::find_if(std::begin(kTable), std::end(kTable),
                                  [&](const Operation* one) { return one->name == name; });
  return found == std::end(kTable) ? nullptr : *found;
}

}  // namespace runnel

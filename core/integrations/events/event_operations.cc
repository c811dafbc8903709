#include "core/integrations/events/event_operations.h"

#include <algorithm>
#include <iterator>

namespace runnel {

#define RUNNEL_EVENT_OPERATION(Constant) extern const Operation Constant;
#include "core/integrations/events/event_operations.def"
#undef RUNNEL_EVENT_OPERATION

namespace {

constexpr const Operation* kTable[] = {
#define RUNNEL_EVENT_OPERATION(Constant) &Constant,
#include "core/integrations/events/event_operations.def"
#undef RUNNEL_EVENT_OPERATION
};

}  // namespace

const Operation* FindEventOperation(std::string_view name) {
  const auto found = std::find_if(std::begin(kTable), std::end(kTable),
                                  [&](const Operation* one) { return one->name == name; });
  return found == std::end(kTable) ? nullptr : *found;
}

}  // namespace runnel

#include "core/engine/room.h"

#include <algorithm>
#include <variant>

#include "core/api/errors.h"
#include "core/state/mutation_codec.h"

namespace runnel {

bool ChangesWhatIsDurable(const Context& context) {
  const ControlChanges& control = context.control;
  return std::any_of(context.mutations.begin(), context.mutations.end(), IsDurable) ||
         control.settings || control.freeze_at || control.advance_by || control.scale ||
         control.unfreeze || control.reset || control.import || control.completed_delivery;
}

Result<void> CheckRoom(const Context& context, const std::string& writes_refused) {
  if (!writes_refused.empty() && ChangesWhatIsDurable(context)) {
    return error::JournalFailed(writes_refused);
  }
  const std::uint64_t memory_max = context.settings.record_memory_max;
  if (memory_max == 0 || context.state.record_memory() <= memory_max) return {};
  const bool appends =
      std::any_of(context.mutations.begin(), context.mutations.end(),
                  [](const auto& m) { return std::holds_alternative<RecordsAppended>(m); });
  if (appends) return error::RecordMemoryFull(memory_max);
  return {};
}

}  // namespace runnel

#include "core/model/event_source_mapping.h"

namespace runnel {

std::string_view ToText(MappingState state) {
  constexpr std::array<std::string_view, 7> kTexts = {
      "Creating", "Enabling", "Enabled", "Disabling", "Disabled", "Updating", "Deleting"};
  return kTexts[static_cast<std::size_t>(state)];
}

}  // namespace runnel

#include "core/model/channel.h"

namespace runnel {

std::string_view ToText(ChannelStatus status) {
  switch (status) {
    case ChannelStatus::kCreating:
      return "CREATING";
    case ChannelStatus::kActive:
      return "ACTIVE";
    case ChannelStatus::kUpdating:
      return "UPDATING";
    case ChannelStatus::kDeleting:
      return "DELETING";
    case ChannelStatus::kFailed:
      return "FAILED";
  }
  return {};
}

}  // namespace runnel

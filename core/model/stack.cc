#include "core/model/stack.h"

#include <algorithm>
#include <array>

namespace runnel {
namespace {

constexpr std::array<std::string_view, 18> kStackStatuses = {
    "REVIEW_IN_PROGRESS",
    "CREATE_IN_PROGRESS",
    "CREATE_FAILED",
    "CREATE_COMPLETE",
    "ROLLBACK_IN_PROGRESS",
    "ROLLBACK_FAILED",
    "ROLLBACK_COMPLETE",
    "DELETE_IN_PROGRESS",
    "DELETE_FAILED",
    "DELETE_COMPLETE",
    "UPDATE_IN_PROGRESS",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_COMPLETE",
    "UPDATE_FAILED",
    "UPDATE_ROLLBACK_IN_PROGRESS",
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE"};
constexpr std::array<std::string_view, 10> kResourceStatuses = {
    "CREATE_IN_PROGRESS", "CREATE_FAILED",   "CREATE_COMPLETE",    "UPDATE_IN_PROGRESS",
    "UPDATE_FAILED",      "UPDATE_COMPLETE", "DELETE_IN_PROGRESS", "DELETE_FAILED",
    "DELETE_COMPLETE",    "DELETE_SKIPPED"};

}  // namespace

std::string_view NameOf(StackStatus status) {
  return kStackStatuses[static_cast<std::size_t>(status)];
}
std::string_view NameOf(ResourceStatus status) {
  return kResourceStatuses[static_cast<std::size_t>(status)];
}

StackResource* Stack::FindResource(std::string_view logical_id) {
  const auto found = std::find_if(resources.begin(), resources.end(), [&](const auto& resource) {
    return resource.logical_id == logical_id && !resource.superseded;
  });
  return found == resources.end() ? nullptr : &*found;
}

const StackResource* Stack::FindResource(std::string_view logical_id) const {
  return const_cast<Stack*>(this)->FindResource(logical_id);
}

}  // namespace runnel

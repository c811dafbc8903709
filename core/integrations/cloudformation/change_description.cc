#include "core/integrations/cloudformation/change_description.h"

#include "core/wire/json.h"

namespace runnel::cloudformation {
namespace {

struct ChangeList {
  std::optional<std::vector<ChangeDescription>> changes;
};
constexpr Member kChangeListMembers[] = {
    Field<&ChangeList::changes>("Changes", kChanges),
};
constexpr Shape kChangeList = StructureShape(kChangeListMembers);

}  // namespace

std::vector<ChangeDescription> DescribeChanges(const std::string& json) {
  ChangeList list;
  ShapeReader reader(&kChangeList, &list);
  json::Read("{\"Changes\":" + json + "}", reader);
  return list.changes.value_or(std::vector<ChangeDescription>());
}

}  // namespace runnel::cloudformation

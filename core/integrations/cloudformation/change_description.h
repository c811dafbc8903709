// The changes of a change set in an answer.
// Source: integrations 6.5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/shapes.h"

namespace runnel::cloudformation {

struct ChangeTarget {
  std::optional<std::string> attribute;
  std::optional<std::string> name;
  std::optional<std::string> requires_recreation;
};
inline constexpr Member kChangeTargetMembers[] = {
    Field<&ChangeTarget::attribute>("Attribute", shapes::kText),
    Field<&ChangeTarget::name>("Name", shapes::kText),
    Field<&ChangeTarget::requires_recreation>("RequiresRecreation", shapes::kText),
};
inline constexpr Shape kChangeTarget = StructureShape(kChangeTargetMembers);

struct ChangeDetail {
  std::optional<ChangeTarget> target;
  std::optional<std::string> evaluation;
  std::optional<std::string> change_source;
};
inline constexpr Member kChangeDetailMembers[] = {
    Field<&ChangeDetail::target>("Target", kChangeTarget),
    Field<&ChangeDetail::evaluation>("Evaluation", shapes::kText),
    Field<&ChangeDetail::change_source>("ChangeSource", shapes::kText),
};
inline constexpr Shape kChangeDetail = StructureShape(kChangeDetailMembers);
inline constexpr Shape kChangeDetails = ListShape<ChangeDetail>(kChangeDetail);
inline constexpr Shape kChangeScope = ListShape<std::string>(shapes::kText);

struct ResourceChange {
  std::optional<std::string> policy_action;
  std::optional<std::string> action;
  std::optional<std::string> logical_resource_id;
  std::optional<std::string> physical_resource_id;
  std::optional<std::string> resource_type;
  std::optional<std::string> replacement;
  std::optional<std::vector<std::string>> scope;
  std::optional<std::vector<ChangeDetail>> details;
};
inline constexpr Member kResourceChangeMembers[] = {
    Field<&ResourceChange::policy_action>("PolicyAction", shapes::kText),
    Field<&ResourceChange::action>("Action", shapes::kText),
    Field<&ResourceChange::logical_resource_id>("LogicalResourceId", shapes::kText),
    Field<&ResourceChange::physical_resource_id>("PhysicalResourceId", shapes::kText),
    Field<&ResourceChange::resource_type>("ResourceType", shapes::kText),
    Field<&ResourceChange::replacement>("Replacement", shapes::kText),
    Field<&ResourceChange::scope>("Scope", kChangeScope),
    Field<&ResourceChange::details>("Details", kChangeDetails),
};
inline constexpr Shape kResourceChange = StructureShape(kResourceChangeMembers);

struct ChangeDescription {
  std::optional<std::string> type;
  std::optional<ResourceChange> resource_change;
};
inline constexpr Member kChangeMembers[] = {
    Field<&ChangeDescription::type>("Type", shapes::kText),
    Field<&ChangeDescription::resource_change>("ResourceChange", kResourceChange),
};
inline constexpr Shape kChange = StructureShape(kChangeMembers);
inline constexpr Shape kChanges = ListShape<ChangeDescription>(kChange);

// From the JSON that a change set keeps.
std::vector<ChangeDescription> DescribeChanges(const std::string& json);

}  // namespace runnel::cloudformation

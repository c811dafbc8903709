// A stack in an answer.
// Source: integrations 6.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/shapes.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/model/stack.h"

namespace runnel::cloudformation {

// Members that are not set are left out.
inline std::optional<std::string> NotEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

struct ParameterDescription {
  std::string key;
  std::string value;
  std::optional<std::string> resolved;
};
inline constexpr Member kParameterDescriptionMembers[] = {
    Field<&ParameterDescription::key>("ParameterKey", shapes::kText),
    Field<&ParameterDescription::value>("ParameterValue", shapes::kText),
    Field<&ParameterDescription::resolved>("ResolvedValue", shapes::kText),
};
inline constexpr Shape kParameterDescription = StructureShape(kParameterDescriptionMembers);
inline constexpr Shape kParameterDescriptions =
    ListShape<ParameterDescription>(kParameterDescription);

// Values of parameters that are not to be shown read "****".
std::vector<ParameterDescription> DescribeParameters(const StackInput& input);

struct TagDescription {
  std::string key;
  std::string value;
};
inline constexpr Member kTagDescriptionMembers[] = {
    Field<&TagDescription::key>("Key", shapes::kText),
    Field<&TagDescription::value>("Value", shapes::kText),
};
inline constexpr Shape kTagDescription = StructureShape(kTagDescriptionMembers);
inline constexpr Shape kTagDescriptions = ListShape<TagDescription>(kTagDescription);

std::vector<TagDescription> DescribeTags(const TagMap& tags);

struct OutputDescription {
  std::string key;
  std::string value;
  std::optional<std::string> description;
  std::optional<std::string> export_name;
};
inline constexpr Member kOutputDescriptionMembers[] = {
    Field<&OutputDescription::key>("OutputKey", shapes::kText),
    Field<&OutputDescription::value>("OutputValue", shapes::kText),
    Field<&OutputDescription::description>("Description", shapes::kText),
    Field<&OutputDescription::export_name>("ExportName", shapes::kText),
};
inline constexpr Shape kOutputDescription = StructureShape(kOutputDescriptionMembers);
inline constexpr Shape kOutputDescriptions = ListShape<OutputDescription>(kOutputDescription);

struct DriftInformation {
  std::string status = "NOT_CHECKED";
};
inline constexpr Member kDriftMembers[] = {
    Field<&DriftInformation::status>("StackDriftStatus", shapes::kText),
};
inline constexpr Shape kDriftInformation = StructureShape(kDriftMembers);

// It has no members that can be set here.
struct RollbackConfiguration {};
inline constexpr Shape kRollbackConfiguration = StructureShape({});

struct StackDescription {
  std::string stack_id;
  std::string stack_name;
  std::optional<std::string> change_set_id;
  std::optional<std::string> description;
  std::optional<std::vector<ParameterDescription>> parameters;
  Timestamp creation_time;
  std::optional<Timestamp> last_updated_time;
  std::optional<Timestamp> deletion_time;
  RollbackConfiguration rollback_configuration;
  std::string stack_status;
  std::optional<std::string> stack_status_reason;
  bool disable_rollback = false;
  std::vector<std::string> notification_arns;
  std::optional<std::int32_t> timeout_in_minutes;
  std::optional<std::vector<std::string>> capabilities;
  std::optional<std::vector<OutputDescription>> outputs;
  std::optional<std::string> role_arn;
  std::vector<TagDescription> tags;
  bool enable_termination_protection = false;
  DriftInformation drift;
};
inline constexpr Member kStackDescriptionMembers[] = {
    Field<&StackDescription::stack_id>("StackId", shapes::kText),
    Field<&StackDescription::stack_name>("StackName", shapes::kText),
    Field<&StackDescription::change_set_id>("ChangeSetId", shapes::kText),
    Field<&StackDescription::description>("Description", shapes::kText),
    Field<&StackDescription::parameters>("Parameters", kParameterDescriptions),
    Field<&StackDescription::creation_time>("CreationTime", shapes::kTimestamp),
    Field<&StackDescription::last_updated_time>("LastUpdatedTime", shapes::kTimestamp),
    Field<&StackDescription::deletion_time>("DeletionTime", shapes::kTimestamp),
    Field<&StackDescription::rollback_configuration>("RollbackConfiguration",
                                                     kRollbackConfiguration),
    Field<&StackDescription::stack_status>("StackStatus", shapes::kText),
    Field<&StackDescription::stack_status_reason>("StackStatusReason", shapes::kText),
    Field<&StackDescription::disable_rollback>("DisableRollback", shapes::kBoolean),
    Field<&StackDescription::notification_arns>("NotificationARNs", stack_shapes::kTexts),
    Field<&StackDescription::timeout_in_minutes>("TimeoutInMinutes", shapes::kInteger),
    Field<&StackDescription::capabilities>("Capabilities", stack_shapes::kTexts),
    Field<&StackDescription::outputs>("Outputs", kOutputDescriptions),
    Field<&StackDescription::role_arn>("RoleARN", shapes::kText),
    Field<&StackDescription::tags>("Tags", kTagDescriptions),
    Field<&StackDescription::enable_termination_protection>("EnableTerminationProtection",
                                                            shapes::kBoolean),
    Field<&StackDescription::drift>("DriftInformation", kDriftInformation),
};
inline constexpr Shape kStackDescription = StructureShape(kStackDescriptionMembers);

StackDescription Describe(const Stack& stack);

}  // namespace runnel::cloudformation

// AWS::Logs::LogGroup.
#pragma once

#include <boost/json/object.hpp>

#include "core/base/result.h"
#include "core/integrations/cloudformation/resource_type.h"

namespace runnel::cloudformation {

Result<Progress> CreateLogGroup(ResourceTask& task);
// Logs do not outlive the emulator: a group that is gone is made again.
Result<Progress> SettleLogGroup(ResourceTask& task);
Result<Progress> RemoveLogGroup(ResourceTask& task);
Result<boost::json::object> LogGroupAttributes(ResourceTask& task);

inline constexpr PropertyRule kLogGroupProperties[] = {
    {"LogGroupName", PropertyKind::kText, true},
    {"RetentionInDays", PropertyKind::kInteger},
    {"KmsKeyId", PropertyKind::kText},
    {"LogGroupClass", PropertyKind::kText, true},
    {"DataProtectionPolicy", PropertyKind::kObject},
    {"FieldIndexPolicies", PropertyKind::kList},
    {"ResourcePolicyDocument", PropertyKind::kAny},
    {"DeletionProtectionEnabled", PropertyKind::kBoolean},
    {"Tags", PropertyKind::kList}};

}  // namespace runnel::cloudformation

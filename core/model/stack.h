// A stack of CloudFormation as a value: what its template asks for, what has come of it, and what
// happened on the way.
// Source: integrations 6.2, 6.3, 6.5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"
#include "core/model/tag_map.h"

namespace runnel {

// One stack; a name that is used again gets another. Zero names none.
struct StackUid {
  std::uint64_t value = 0;
  friend auto operator<=>(const StackUid&, const StackUid&) = default;
};

enum class StackStatus : std::uint8_t {
  kReviewInProgress,
  kCreateInProgress,
  kCreateFailed,
  kCreateComplete,
  kRollbackInProgress,
  kRollbackFailed,
  kRollbackComplete,
  kDeleteInProgress,
  kDeleteFailed,
  kDeleteComplete,
  kUpdateInProgress,
  kUpdateCleanup,
  kUpdateComplete,
  kUpdateFailed,
  kUpdateRollbackInProgress,
  kUpdateRollbackFailed,
  kUpdateRollbackCleanup,
  kUpdateRollbackComplete,
};
// "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS".
std::string_view NameOf(StackStatus status);

enum class ResourceStatus : std::uint8_t {
  kCreateInProgress,
  kCreateFailed,
  kCreateComplete,
  kUpdateInProgress,
  kUpdateFailed,
  kUpdateComplete,
  kDeleteInProgress,
  kDeleteFailed,
  kDeleteComplete,
  kDeleteSkipped,
};
std::string_view NameOf(ResourceStatus status);

// What becomes of a resource that its stack no longer has.
enum class RemovalPolicy : std::uint8_t { kDelete, kRetain, kRetainExceptOnCreate };

struct StackParameter {
  std::string key;
  std::string value;     // as it was given
  std::string resolved;  // what the Parameter Store had under that name; empty: it was not asked
};

struct StackOutput {
  std::string key;
  std::string value;
  std::string description;
  std::string export_name;
};

// How far a resource is within the operation on its stack.
enum class ResourceWork : std::uint8_t { kNone, kCreating, kUpdating, kDeleting, kDone };

struct StackResource {
  std::string logical_id;
  std::string physical_id;  // empty: it never came into being
  std::string type;
  ResourceStatus status = ResourceStatus::kCreateInProgress;
  std::string status_reason;
  Timestamp updated_at;
  std::string properties;  // JSON, without functions: as it is, or is becoming
  std::string before;      // JSON: as it was before the operation under way
  std::string attributes;  // JSON: what Fn::GetAtt gives
  std::string metadata;    // JSON; empty: none
  std::vector<std::string> depends_on;
  RemovalPolicy deletion_policy = RemovalPolicy::kDelete;
  RemovalPolicy replace_policy = RemovalPolicy::kDelete;
  ResourceWork work = ResourceWork::kNone;
  std::string token;             // of the requests of the operation under way
  std::int32_t calls = 0;        // that the operation under way has made for it
  bool created_by_work = false;  // it is new since the operation under way
  // A physical resource that was replaced, or is to replace what a rollback keeps.
  bool superseded = false;
};

// What CreateStack and UpdateStack are given.
struct StackInput {
  std::string template_body;
  std::vector<StackParameter> parameters;
  TagMap tags;
  std::vector<std::string> capabilities;
  std::vector<std::string> notification_arns;
  std::string role_arn;
};

struct ChangeSet {
  std::string id;  // an ARN
  std::string name;
  bool creates = false;  // of the type CREATE
  std::string description;
  Timestamp created_at;
  StackInput input;
  std::string changes;        // JSON: a list
  std::string status_reason;  // of one that failed; empty: it can be executed
  bool executed = false;
  std::string on_stack_failure;
};

struct StackEvent {
  std::string id;
  std::string logical_id;
  std::string physical_id;
  std::string type;
  Timestamp at;
  std::string status;
  std::string reason;
  std::string properties;  // JSON; empty: none
  std::string token;       // ClientRequestToken
};

struct Stack {
  StackUid uid;
  Scope scope;
  std::string name;
  std::string id;  // an ARN
  std::string description;
  Timestamp created_at;
  std::optional<Timestamp> updated_at;
  std::optional<Timestamp> deleted_at;
  StackStatus status = StackStatus::kReviewInProgress;
  std::string status_reason;
  StackInput input;
  std::optional<StackInput> previous;  // to which a failing update returns
  std::string on_failure = "ROLLBACK";
  bool disable_rollback = false;
  bool termination_protection = false;
  std::int32_t timeout_in_minutes = 0;  // 0: none
  std::vector<StackOutput> outputs;
  std::vector<StackResource> resources;
  std::vector<std::string> retained;  // by RetainResources of the deletion under way
  std::vector<ChangeSet> change_sets;
  std::string change_set_id;  // that was executed last
  std::string token;          // ClientRequestToken of the operation under way
  std::optional<Timestamp> due;
  std::string policy;  // JSON, as it was set; kept, not looked at; empty: none was
  // The latest comes last. A change of the stack leaves them alone: StackEventsAdded adds.
  std::vector<StackEvent> events;

  StackResource* FindResource(std::string_view logical_id);
  const StackResource* FindResource(std::string_view logical_id) const;
  bool deleted() const { return status == StackStatus::kDeleteComplete; }
};

}  // namespace runnel

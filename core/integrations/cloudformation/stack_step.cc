#include "core/integrations/cloudformation/stack_step.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>
#include <utility>

#include "core/api/stack_errors.h"
#include "core/base/calendar.h"
#include "core/base/json_document.h"
#include "core/integrations/cloudformation/change_plan.h"
#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/stack_texts.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

// More calls for one resource in one operation are a sign of something that does not settle.
constexpr std::int32_t kCallsMax = 50;
constexpr Duration kDeletedStacksKept = Duration::Hours(90 * 24);

// Those that a snapshot brings were checked by whoever made it.
bool HasRequired(const ResourceType& type, const bj::object& properties) {
  return std::all_of(type.properties.begin(), type.properties.end(), [&](const auto& rule) {
    return !rule.required ||
           properties.contains(bj::string_view(rule.name.data(), rule.name.size()));
  });
}

bool Rolls(StackStatus status) { return status == StackStatus::kUpdateRollbackInProgress; }

}  // namespace

// --- steps ---------------------------------------------------------------------------------------

bool StackStep::Run() {
  while (Advance()) {
  }
  return waits_;
}

bool StackStep::Advance() {
  waits_ = false;
  moved_ = false;
  switch (stack_.status) {
    case StackStatus::kCreateInProgress:
    case StackStatus::kUpdateInProgress:
    case StackStatus::kUpdateRollbackInProgress:
      return Apply();
    case StackStatus::kUpdateCleanup:
    case StackStatus::kUpdateRollbackCleanup:
      return Remove(true);
    case StackStatus::kRollbackInProgress:
    case StackStatus::kDeleteInProgress:
      return Remove(false);
    default:
      return false;
  }
}

StackStep::Plan::Plan(Template text, const Stack& stack, const State& state)
    : read(std::move(text)),
      identity(IdentityOf(stack)),
      surroundings(stack, state),
      evaluation(read, stack.input.parameters, identity, surroundings),
      status(stack.status),
      open(InOrder(read)) {}

bool StackStep::Apply() {
  if (!plan_ || plan_->status != stack_.status) {
    auto read = ReadTemplate(stack_.input.template_body);
    if (!read) {
      StackFailed(read.error().message() + " ");
      return true;
    }
    plan_.emplace(*std::move(read), stack_, state_);
  }
  if (TimedOut()) {
    std::vector<std::string> cancelled;
    CancelOthers(cancelled);
    StackFailed("Stack creation time exceeded the specified timeout. ");
    return true;
  }
  return ApplyPlan();
}

bool StackStep::ApplyPlan() {
  bool all_done = true;
  std::set<std::string_view> unready;
  auto& open = plan_->open;
  for (auto one = open.begin(); one != open.end();) {
    const TemplateResource& wanted = *one->resource;
    const auto holds = plan_->evaluation.Holds(wanted.condition);
    // What it needs was met before it: it is done, left out, or not ready.
    auto& needs = one->needs;
    while (!needs.empty() && !unready.contains(needs.back())) needs.pop_back();
    if (holds && (!*holds || (needs.empty() && IsDone(wanted.logical_id)))) {
      one = open.erase(one);
      continue;
    }
    all_done = false;
    if (!holds || needs.empty()) {
      const auto applied = holds ? ApplyTo(wanted) : Result<void>(holds.error());
      if (!applied) {
        ApplyFailed(wanted.logical_id, applied.error());
        return true;
      }
    }
    if (!needs.empty() || !IsDone(wanted.logical_id)) unready.insert(wanted.logical_id);
    ++one;
  }
  if (all_done) return EndApply(plan_->read, plan_->evaluation);
  return moved_;
}

bool StackStep::IsDone(const std::string& logical_id) const {
  const StackResource* const present = stack_.FindResource(logical_id);
  return present != nullptr && present->work == ResourceWork::kDone;
}

Result<void> StackStep::ApplyTo(const TemplateResource& wanted) {
  StackResource* const present = stack_.FindResource(wanted.logical_id);
  if (present != nullptr && present->work != ResourceWork::kNone) return Proceed(*present);
  moved_ = true;
  return Begin(wanted);
}

Result<void> StackStep::Begin(const TemplateResource& wanted) {
  StackResource* resource = stack_.FindResource(wanted.logical_id);
  const bool exists = resource != nullptr && !resource->physical_id.empty();
  if (resource == nullptr) {
    resource = &stack_.resources.emplace_back();
    resource->logical_id = wanted.logical_id;
    resource->created_by_work = true;
  }
  const std::string type_before = std::exchange(resource->type, wanted.type);
  resource->deletion_policy = wanted.deletion_policy;
  resource->replace_policy = wanted.replace_policy;
  resource->metadata = wanted.metadata.is_null() ? "" : bj::serialize(wanted.metadata);
  resource->depends_on = DependenciesOf(plan_->read, wanted);
  resource->token = services_.RandomUuid();
  const auto properties = PropertiesOf(plan_->evaluation, stack_, wanted);
  if (!exists) Note(*resource, ResourceStatus::kCreateInProgress);
  resource->work = exists ? ResourceWork::kUpdating : ResourceWork::kCreating;
  if (!properties) return properties.error();
  std::string text = bj::serialize(*properties);
  const ResourceType& type = ResourceTypeOf(wanted.type);
  if (!exists) {
    resource->before.clear();
    resource->properties = std::move(text);
  } else if (type_before == wanted.type) {
    BeginUpdate(*resource, type, std::move(text));
  } else {
    resource->type = type_before;
    return Error("InvalidRequest",
                 "Update of resource type is not permitted. The new template "
                 "modifies resource type of the following resources: [" +
                     wanted.logical_id + "]");
  }
  return {};
}

void StackStep::BeginUpdate(StackResource& resource, const ResourceType& type,
                            std::string properties) {
  resource.before = resource.properties;
  const bj::object before = ParseJsonObject(resource.before);
  const bj::object after = ParseJsonObject(properties);
  if (before == after) {
    resource.work = ResourceWork::kDone;
    return;
  }
  if (!NeedsReplacement(type, before, after)) {
    resource.properties = std::move(properties);
    Note(resource, ResourceStatus::kUpdateInProgress);
    return;
  }
  StackResource old = resource;
  old.superseded = true;
  old.work = ResourceWork::kNone;
  resource.properties = std::move(properties);
  Note(resource, ResourceStatus::kUpdateInProgress,
       "Requested update requires the creation of a new physical resource; hence creating one.");
  resource.work = ResourceWork::kCreating;
  resource.created_by_work = true;
  resource.physical_id.clear();
  resource.before.clear();
  stack_.resources.push_back(std::move(old));
}

Result<void> StackStep::Proceed(StackResource& resource) {
  const ResourceType& type = ResourceTypeOf(resource.type);
  ResourceTask task = TaskOf(resource);
  if (!HasRequired(type, task.properties)) {
    return Error("InvalidRequest", "The properties of the resource are not those of its type.");
  }
  const bool replaces = resource.status == ResourceStatus::kUpdateInProgress;
  if (resource.work == ResourceWork::kCreating && resource.physical_id.empty()) {
    const auto created = type.create(task);
    if (!created && Passes(created.error())) return {};
    if (!created) return created.error();
    Note(resource, replaces ? ResourceStatus::kUpdateInProgress : ResourceStatus::kCreateInProgress,
         "Resource creation Initiated");
    moved_ = true;
    return {};
  }
  const auto settled = type.settle(task);
  if (!settled && Passes(settled.error())) return {};
  if (!settled) return settled.error();
  if (*settled == Progress::kWait) {
    waits_ = true;
    return {};
  }
  moved_ = true;
  if (*settled == Progress::kAgain) {
    if (++resource.calls <= kCallsMax) return {};
    return Error("NotStabilized", "The resource does not come to what the template asks for.");
  }
  const auto attributes = type.attributes(task);
  if (!attributes) return attributes.error();
  resource.attributes = bj::serialize(*attributes);
  resource.work = ResourceWork::kDone;
  Note(resource, replaces ? ResourceStatus::kUpdateComplete : ResourceStatus::kCreateComplete,
       IsResourceType(resource.type) ? "" : "Skipped: no resource of this type is made here");
  return {};
}

// --- failures ------------------------------------------------------------------------------------

// Whether the error is of the emulator, which has no room just now, and not of the resource.
bool StackStep::Passes(const Error& error) {
  if (error.code() != "InternalFailure") return false;
  waits_ = true;
  return true;
}

bool StackStep::TimedOut() const {
  return stack_.status == StackStatus::kCreateInProgress && stack_.timeout_in_minutes > 0 &&
         now_ - stack_.created_at >=
             Duration::Seconds(60 * std::int64_t{stack_.timeout_in_minutes});
}

void StackStep::ApplyFailed(const std::string& logical_id, const Error& error) {
  std::vector<std::string> failed = {logical_id};
  bool creating = false;
  if (StackResource* const resource = stack_.FindResource(logical_id)) {
    creating = resource->status == ResourceStatus::kCreateInProgress;
    Note(*resource, creating ? ResourceStatus::kCreateFailed : ResourceStatus::kUpdateFailed,
         Reason(*resource, error));
    resource->work = ResourceWork::kNone;
  }
  CancelOthers(failed);
  StackFailed("The following resource(s) failed to " + std::string(creating ? "create" : "update") +
              ": [" + Joined(failed) + "]. ");
}

void StackStep::CancelOthers(std::vector<std::string>& failed) {
  for (StackResource& other : stack_.resources) {
    const bool under_way =
        other.work == ResourceWork::kCreating || other.work == ResourceWork::kUpdating;
    if (!under_way || other.superseded) continue;
    const bool created = other.status == ResourceStatus::kCreateInProgress;
    Note(other, created ? ResourceStatus::kCreateFailed : ResourceStatus::kUpdateFailed,
         created ? "Resource creation cancelled" : "Resource update cancelled");
    other.work = ResourceWork::kNone;
    failed.push_back(other.logical_id);
  }
}

void StackStep::StackFailed(const std::string& what) {
  const bool stays = stack_.disable_rollback || stack_.on_failure == "DO_NOTHING";
  if (Rolls(stack_.status)) return NoteStack(StackStatus::kUpdateRollbackFailed, what);
  if (stack_.status == StackStatus::kUpdateInProgress) {
    if (stack_.disable_rollback) return NoteStack(StackStatus::kUpdateFailed, what);
    NoteStack(StackStatus::kUpdateRollbackInProgress, what);
    return ReturnToPrevious();
  }
  if (stays) return NoteStack(StackStatus::kCreateFailed, what);
  if (stack_.on_failure == "DELETE") {
    NoteStack(StackStatus::kDeleteInProgress, what + "Delete requested by user.");
  } else {
    NoteStack(StackStatus::kRollbackInProgress, what + "Rollback requested by user.");
  }
  for (StackResource& resource : stack_.resources) resource.work = ResourceWork::kNone;
}

void StackStep::ReturnToPrevious() {
  if (stack_.previous) stack_.input = *stack_.previous;
  // What was replaced is still there: it stays, and what was to replace it goes.
  for (StackResource& old : stack_.resources) {
    if (!old.superseded) continue;
    for (StackResource& resource : stack_.resources) {
      if (resource.superseded || resource.logical_id != old.logical_id) continue;
      resource.superseded = true;
      old.superseded = false;
      break;
    }
  }
  for (StackResource& resource : stack_.resources) {
    resource.work = ResourceWork::kNone;
    resource.calls = 0;
  }
}

std::string StackStep::Reason(const StackResource& resource, const Error& error) const {
  if (error.code() == "InvalidRequest" || error.code() == "ValidationError") {
    return error.message();
  }
  return "Resource handler returned message: \"" + error.message() +
         "\" (RequestToken: " + resource.token +
         ", HandlerErrorCode: " + std::string(HandlerErrorCode(error.code())) + ")";
}

// --- the end -------------------------------------------------------------------------------------

bool StackStep::EndApply(const Template& read, const Evaluation& evaluation) {
  auto outputs = Outputs(read, evaluation);
  if (!outputs) {
    StackFailed(outputs.error().message() + ". ");
    return true;
  }
  // What is gone back to was checked when it came.
  if (stack_.status != StackStatus::kUpdateRollbackInProgress) {
    if (const auto checked = CheckExports(*outputs); !checked) {
      StackFailed(checked.error().message() + ". ");
      return true;
    }
  }
  stack_.outputs = *std::move(outputs);
  stack_.description = read.description;
  switch (stack_.status) {
    case StackStatus::kUpdateInProgress:
      NoteStack(StackStatus::kUpdateCleanup);
      break;
    case StackStatus::kUpdateRollbackInProgress:
      NoteStack(StackStatus::kUpdateRollbackCleanup);
      break;
    default:
      NoteStack(StackStatus::kCreateComplete);
      BeginOperation(stack_);
      break;
  }
  return true;
}

Result<std::vector<StackOutput>> StackStep::Outputs(const Template& read,
                                                    const Evaluation& evaluation) {
  std::vector<StackOutput> outputs;
  for (const TemplateOutput& declared : read.outputs) {
    const auto holds = evaluation.Holds(declared.condition);
    if (!holds) return holds.error();
    if (!*holds) continue;
    const auto value = evaluation.Text(declared.value);
    if (!value) {
      return Error(value.error().code(), "[Error] /Outputs/" + declared.key +
                                             "/Value/Fn::GetAtt: " + value.error().message());
    }
    StackOutput& output = outputs.emplace_back();
    output.key = declared.key;
    output.value = *value;
    output.description = declared.description;
    if (declared.export_name.is_null()) continue;
    const auto name = evaluation.Text(declared.export_name);
    if (!name) return name.error();
    output.export_name = *name;
  }
  return outputs;
}

Result<void> StackStep::CheckExports(const std::vector<StackOutput>& outputs) const {
  const auto with_name = [](const std::vector<StackOutput>& among, const std::string& name) {
    return std::find_if(among.begin(), among.end(),
                        [&](const StackOutput& output) { return output.export_name == name; });
  };
  for (const auto& [uid, other] : state_.stacks()) {
    if (other.scope != stack_.scope || other.id == stack_.id || other.deleted()) continue;
    for (const StackOutput& output : outputs) {
      const bool exports = !output.export_name.empty();
      if (exports && with_name(other.outputs, output.export_name) != other.outputs.end()) {
        return error::ExportTaken(output.export_name, other.name);
      }
    }
  }
  for (const StackOutput& before : stack_.outputs) {
    if (before.export_name.empty()) continue;
    const auto after = with_name(outputs, before.export_name);
    if (after != outputs.end() && after->value == before.value) continue;
    const auto importers = ImportersOf(state_, stack_.scope, before.export_name);
    if (importers.empty()) continue;
    return after == outputs.end() ? error::ExportInUse(before.export_name, importers.front())
                                  : error::ExportChanged(before.export_name, importers.front());
  }
  return {};
}

// --- removal -------------------------------------------------------------------------------------

bool StackStep::IsVictim(const StackResource& resource, bool cleanup) const {
  const bool gone = resource.status == ResourceStatus::kDeleteComplete ||
                    resource.status == ResourceStatus::kDeleteSkipped;
  if (gone) return false;
  if (!cleanup) return resource.work != ResourceWork::kDone;
  // What the template has was brought to it.
  return resource.superseded || resource.work != ResourceWork::kDone;
}

// Whether another one that is still to be removed depends on it.
bool StackStep::IsNeeded(const StackResource& resource, bool cleanup) const {
  return std::any_of(
      stack_.resources.begin(), stack_.resources.end(), [&](const StackResource& other) {
        const auto& names = other.depends_on;
        const bool depends =
            std::find(names.begin(), names.end(), resource.logical_id) != names.end();
        return depends && &other != &resource && IsVictim(other, cleanup);
      });
}

bool StackStep::Retained(const StackResource& resource) const {
  const auto& asked = stack_.retained;
  if (std::find(asked.begin(), asked.end(), resource.logical_id) != asked.end()) return true;
  const RemovalPolicy policy =
      resource.superseded ? resource.replace_policy : resource.deletion_policy;
  if (policy == RemovalPolicy::kRetainExceptOnCreate) {
    return stack_.status != StackStatus::kRollbackInProgress;
  }
  return policy == RemovalPolicy::kRetain;
}

bool StackStep::Remove(bool cleanup) {
  bool any = false;
  for (std::size_t i = stack_.resources.size(); i-- > 0;) {
    StackResource& resource = stack_.resources[i];
    if (!IsVictim(resource, cleanup)) continue;
    any = true;
    if (!IsNeeded(resource, cleanup)) RemoveOne(resource, cleanup);
  }
  if (cleanup) {
    std::erase_if(stack_.resources, [](const StackResource& resource) {
      return resource.status == ResourceStatus::kDeleteComplete ||
             resource.status == ResourceStatus::kDeleteSkipped;
    });
  }
  return any ? moved_ : EndRemove(cleanup);
}

void StackStep::RemoveOne(StackResource& resource, bool cleanup) {
  if (Retained(resource) || resource.physical_id.empty()) {
    Note(resource,
         resource.physical_id.empty() ? ResourceStatus::kDeleteComplete
                                      : ResourceStatus::kDeleteSkipped,
         {}, cleanup);
    resource.work = ResourceWork::kDone;
    moved_ = true;
    return;
  }
  if (resource.work != ResourceWork::kDeleting) {
    resource.work = ResourceWork::kDeleting;
    resource.token = services_.RandomUuid();
    Note(resource, ResourceStatus::kDeleteInProgress, {}, cleanup);
    moved_ = true;
  }
  ResourceTask task = TaskOf(resource);
  const auto removed = ResourceTypeOf(resource.type).remove(task);
  if (!removed && Passes(removed.error())) return;
  if (!removed) {
    Note(resource, ResourceStatus::kDeleteFailed, Reason(resource, removed.error()), cleanup);
    resource.work = ResourceWork::kDone;
    // A resource that could not be cleaned up is the stack's no more.
    if (cleanup) resource.status = ResourceStatus::kDeleteSkipped;
    moved_ = true;
  } else if (*removed == Progress::kWait) {
    waits_ = true;
  } else {
    moved_ = true;
    if (*removed == Progress::kAgain) return;
    Note(resource, ResourceStatus::kDeleteComplete, {}, cleanup);
    resource.work = ResourceWork::kDone;
  }
}

bool StackStep::EndRemove(bool cleanup) {
  if (cleanup) {
    NoteStack(stack_.status == StackStatus::kUpdateCleanup ? StackStatus::kUpdateComplete
                                                           : StackStatus::kUpdateRollbackComplete);
    stack_.previous.reset();
    BeginOperation(stack_);
    return true;
  }
  std::vector<std::string> failed;
  for (const StackResource& resource : stack_.resources) {
    if (resource.status == ResourceStatus::kDeleteFailed) failed.push_back(resource.logical_id);
  }
  const bool deletes = stack_.status == StackStatus::kDeleteInProgress;
  if (!failed.empty()) {
    NoteStack(deletes ? StackStatus::kDeleteFailed : StackStatus::kRollbackFailed,
              "The following resource(s) failed to delete: [" + Joined(failed) + "]. ");
  } else {
    NoteStack(deletes ? StackStatus::kDeleteComplete : StackStatus::kRollbackComplete);
    if (deletes) {
      stack_.deleted_at = now_;
      stack_.outputs.clear();
      stack_.change_sets.clear();
      stack_.due = now_ + kDeletedStacksKept;
    }
  }
  return true;
}

// --- notes ---------------------------------------------------------------------------------------

ResourceTask StackStep::TaskOf(StackResource& resource) {
  return {services_, stack_, resource, ParseJsonObject(resource.properties),
          ParseJsonObject(resource.before)};
}

void StackStep::Note(StackResource& resource, ResourceStatus status, std::string reason,
                     bool by_uuid) {
  resource.status = status;
  resource.status_reason = reason;
  resource.updated_at = now_;
  StackEvent event;
  event.id = by_uuid ? resource.logical_id + "-" + services_.RandomUuid()
                     : NewEventId(resource.logical_id + "-" + std::string(NameOf(status)) + "-");
  event.logical_id = resource.logical_id;
  event.physical_id = resource.physical_id;
  event.type = resource.type;
  event.at = now_;
  event.status = NameOf(status);
  event.reason = std::move(reason);
  event.properties = resource.properties;
  event.token = stack_.token;
  events_.push_back(std::move(event));
}

// Clients tell events from each other by their ids, and things happen faster here than at AWS: what
// would have the same id gets the next time that is free.
std::string StackStep::NewEventId(const std::string& begin) const {
  const Stack* const kept = state_.FindStack(stack_.uid);
  const auto taken = [&](const std::string& id) {
    const auto same = [&](const StackEvent& event) { return event.id == id; };
    return std::any_of(events_.begin(), events_.end(), same) ||
           (kept != nullptr && std::any_of(kept->events.begin(), kept->events.end(), same));
  };
  std::string id;
  Timestamp at = now_;
  do {
    id = begin + MillisecondTimeText(at);
    at = at + Duration::Milliseconds(1);
  } while (taken(id));
  return id;
}

void StackStep::NoteStack(StackStatus status, std::string reason) {
  stack_.status = status;
  stack_.status_reason = std::move(reason);
  events_.push_back(StackEventOf(stack_, now_, services_.RandomUuid()));
}

}  // namespace runnel::cloudformation

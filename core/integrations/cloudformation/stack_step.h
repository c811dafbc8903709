// What a stack does next: operations on stacks go on in steps, each as far as nothing must be
// waited for. Everything that a step needs to know is in the stack, so that it goes on after a
// restart. Source: integrations 6.3.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/integrations/cloudformation/evaluation.h"
#include "core/integrations/cloudformation/references.h"
#include "core/integrations/cloudformation/resource_type.h"
#include "core/integrations/cloudformation/template.h"
#include "core/model/stack.h"
#include "core/state/state.h"

namespace runnel::cloudformation {

// What a stack knows of its own resources and of the exports of others.
class StackSurroundings final : public Surroundings {
 public:
  StackSurroundings(const Stack& stack, const State& state) : stack_(stack), state_(state) {}
  std::optional<std::string> PhysicalId(std::string_view logical_id) const override;
  Result<boost::json::value> Attribute(std::string_view logical_id,
                                       std::string_view name) const override;
  std::optional<std::string> Export(std::string_view name) const override;

 private:
  const Stack& stack_;
  const State& state_;
};

StackIdentity IdentityOf(const Stack& stack);

// How a resource is to be: its properties without functions, checked.
Result<boost::json::object> PropertiesOf(const Evaluation& evaluation, const Stack& stack,
                                         const TemplateResource& resource);

class StackStep {
 public:
  StackStep(ResourceServices& services, const State& state, Stack& stack, Timestamp now)
      : services_(services), state_(state), stack_(stack), now_(now) {}

  // Goes on until something must be waited for. False: then nothing is to be waited for any more.
  bool Run();

  // What happened.
  std::vector<StackEvent> TakeEvents() { return std::move(events_); }

 private:
  // Whether there is more to do at once; if not, `waits_` says whether there will be.
  bool Advance();

  // The template of the operation under way, read once however often the stack goes on.
  struct Plan {
    Plan(Template text, const Stack& stack, const State& state);
    const Template read;
    const StackIdentity identity;
    const StackSurroundings surroundings;
    const Evaluation evaluation;
    const StackStatus status;           // of the stack when it was read
    std::vector<ResourceInOrder> open;  // whose work is not done, without needs that are met
  };

  // Resources are created and updated.
  bool Apply();
  bool ApplyPlan();
  Result<void> ApplyTo(const TemplateResource& wanted);
  bool IsDone(const std::string& logical_id) const;
  Result<void> Begin(const TemplateResource& wanted);
  void BeginUpdate(StackResource& resource, const ResourceType& type, std::string properties);
  Result<void> Proceed(StackResource& resource);
  void ApplyFailed(const std::string& logical_id, const Error& error);
  void CancelOthers(std::vector<std::string>& failed);
  // `what` has gone wrong, a sentence and a space.
  void StackFailed(const std::string& what);
  bool Passes(const Error& error);
  bool TimedOut() const;
  void ReturnToPrevious();
  bool EndApply(const Template& read, const Evaluation& evaluation);
  Result<std::vector<StackOutput>> Outputs(const Template& read, const Evaluation& evaluation);
  // Errors: ExportTaken, ExportInUse, ExportChanged.
  Result<void> CheckExports(const std::vector<StackOutput>& outputs) const;

  // Resources are deleted.
  bool Remove(bool cleanup);
  bool IsVictim(const StackResource& resource, bool cleanup) const;
  bool IsNeeded(const StackResource& resource, bool cleanup) const;
  void RemoveOne(StackResource& resource, bool cleanup);
  bool Retained(const StackResource& resource) const;
  bool EndRemove(bool cleanup);

  ResourceTask TaskOf(StackResource& resource);
  void Note(StackResource& resource, ResourceStatus status, std::string reason = {},
            bool by_uuid = false);
  std::string NewEventId(const std::string& begin) const;
  void NoteStack(StackStatus status, std::string reason = {});
  std::string Reason(const StackResource& resource, const Error& error) const;

  ResourceServices& services_;
  const State& state_;
  Stack& stack_;
  const Timestamp now_;
  std::optional<Plan> plan_;
  std::vector<StackEvent> events_;
  bool moved_ = false;
  bool waits_ = false;
};

// An event of the stack itself, as the first one of an operation.
StackEvent StackEventOf(const Stack& stack, Timestamp now, std::string id);

// Makes the resources ready for the next operation.
void BeginOperation(Stack& stack);

}  // namespace runnel::cloudformation

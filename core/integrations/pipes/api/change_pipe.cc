// UpdatePipe, StartPipe, StopPipe, DeletePipe.
// Source: integrations 3.1, 3.3.
#include "core/integrations/pipes/api/pipe_input.h"
#include "core/integrations/pipes/api/pipe_output.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kOwnInput[] = {
    Field<&PipeInput::target>("Target", pipe_shapes::kArn),
};
constexpr auto kUpdateInput = JoinMembers(kOwnInput, pipe_shapes::kSettings);
constexpr Member kNamedInput[] = {
    Field<&PipeInput::name>("Name", pipe_shapes::kName).Required(),
};

Result<PipeOutput> Change(Context& context, EventSourceMapping pipe) {
  pipe.last_modified = context.now;
  context.Emit(MappingUpdateStarted{pipe.uid, pipe.configuration, pipe.enabled, pipe.state,
                                    context.now,
                                    context.now + context.settings.event_source_mapping_delay});
  return PipeOutput::Of(pipe);
}

Result<PipeOutput> UpdatePipe(Context& context, const PipeInput& input) {
  const auto found = FindSettledPipe(context, *input.name);
  if (!found) return found.error();
  EventSourceMapping pipe = **found;
  const auto applied = ApplyPipeInput(input, context.caller, pipe.configuration);
  if (!applied) return applied.error();
  if (input.desired_state) pipe.enabled = *input.desired_state == "RUNNING";
  pipe.state = MappingState::kUpdating;
  return Change(context, std::move(pipe));
}

// What is so already stays as it is.
Result<PipeOutput> Turn(Context& context, const PipeInput& input, bool on) {
  const auto found = FindSettledPipe(context, *input.name);
  if (!found) return found.error();
  EventSourceMapping pipe = **found;
  if (pipe.enabled == on) return PipeOutput::Of(pipe);
  pipe.enabled = on;
  pipe.state = on ? MappingState::kEnabling : MappingState::kDisabling;
  return Change(context, std::move(pipe));
}

Result<PipeOutput> StartPipe(Context& context, const PipeInput& input) {
  return Turn(context, input, true);
}

Result<PipeOutput> StopPipe(Context& context, const PipeInput& input) {
  return Turn(context, input, false);
}

Result<PipeOutput> DeletePipe(Context& context, const PipeInput& input) {
  const auto found = FindSettledPipe(context, *input.name);
  if (!found) return found.error();
  EventSourceMapping pipe = **found;
  pipe.state = MappingState::kDeleting;
  pipe.last_modified = context.now;
  context.Emit(MappingStateChanged{pipe.uid, pipe.state, context.now,
                                   context.now + context.settings.event_source_mapping_delay});
  return PipeOutput::Of(pipe);
}

}  // namespace

extern constexpr Operation kUpdatePipe = DefineOperation<PipeInput, PipeOutput, UpdatePipe>(
    "UpdatePipe", kUpdateInput, pipe_shapes::kOutput);
extern constexpr Operation kStartPipe = DefineOperation<PipeInput, PipeOutput, StartPipe>(
    "StartPipe", kNamedInput, pipe_shapes::kOutput);
extern constexpr Operation kStopPipe =
    DefineOperation<PipeInput, PipeOutput, StopPipe>("StopPipe", kNamedInput, pipe_shapes::kOutput);
extern constexpr Operation kDeletePipe = DefineOperation<PipeInput, PipeOutput, DeletePipe>(
    "DeletePipe", kNamedInput, pipe_shapes::kOutput);

}  // namespace runnel

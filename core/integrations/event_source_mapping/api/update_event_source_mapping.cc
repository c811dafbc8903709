// Source: integrations 1.2, 1.4, 1.5.
#include "core/integrations/event_source_mapping/api/mapping_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kOwnInput[] = {
    Field<&MappingInput::uuid>("UUID", mapping_shapes::kUuid).Required(),
    Field<&MappingInput::function_name>("FunctionName", mapping_shapes::kFunctionName),
};
constexpr auto kInput = JoinMembers(kOwnInput, mapping_shapes::kSettings);

Result<MappingOutput> UpdateEventSourceMapping(Context& context, const MappingInput& input) {
  const auto mapping = FindSettledMapping(context, *input.uuid, "update");
  if (!mapping) return mapping.error();
  if (const auto checked = CheckMappingSettings(input); !checked) return checked.error();
  EventSourceMapping updated = **mapping;
  if (input.function_name) {
    const auto function = FindMappingFunction(context, *input.function_name);
    if (!function) return function.error();
    updated.configuration.function_arn = function->Arn();
    const auto checked = CheckNoOther(context, updated.configuration, *function, updated.uid);
    if (!checked) return checked.error();
  }
  ApplyMappingSettings(input, updated.configuration);
  const bool was_enabled = updated.enabled;
  updated.enabled = input.enabled.value_or(was_enabled);
  updated.state = MappingState::kUpdating;
  if (updated.enabled && !was_enabled) updated.state = MappingState::kEnabling;
  if (!updated.enabled && was_enabled) updated.state = MappingState::kDisabling;
  updated.last_modified = context.now;
  context.Emit(MappingUpdateStarted{updated.uid, updated.configuration, updated.enabled,
                                    updated.state, context.now,
                                    context.now + context.settings.event_source_mapping_delay});
  return MappingOutput::Of(updated);
}

}  // namespace

extern constexpr Operation kUpdateEventSourceMapping =
    DefineOperation<MappingInput, MappingOutput, UpdateEventSourceMapping>(
        "UpdateEventSourceMapping", kInput, mapping_shapes::kOutputMembers);

}  // namespace runnel

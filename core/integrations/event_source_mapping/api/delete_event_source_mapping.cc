// Source: integrations 1.1, 1.4.
#include "core/integrations/event_source_mapping/api/mapping_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kInput[] = {
    Field<&MappingInput::uuid>("UUID", mapping_shapes::kUuid).Required(),
};

Result<MappingOutput> DeleteEventSourceMapping(Context& context, const MappingInput& input) {
  const auto mapping = FindSettledMapping(context, *input.uuid, "delete");
  if (!mapping) return mapping.error();
  EventSourceMapping deleting = **mapping;
  deleting.state = MappingState::kDeleting;
  deleting.last_modified = context.now;
  context.Emit(MappingStateChanged{deleting.uid, deleting.state, context.now,
                                   context.now + context.settings.event_source_mapping_delay});
  return MappingOutput::Of(deleting);
}

}  // namespace

extern constexpr Operation kDeleteEventSourceMapping =
    DefineOperation<MappingInput, MappingOutput, DeleteEventSourceMapping>(
        "DeleteEventSourceMapping", kInput, mapping_shapes::kOutputMembers);

}  // namespace runnel

// Source: integrations 1.1, 1.3.
#include "core/integrations/event_source_mapping/api/mapping_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kInput[] = {
    Field<&MappingInput::uuid>("UUID", mapping_shapes::kUuid).Required(),
};

Result<MappingOutput> GetEventSourceMapping(Context& context, const MappingInput& input) {
  const auto mapping = FindCallersMapping(context, *input.uuid);
  if (!mapping) return mapping.error();
  return MappingOutput::Of(**mapping);
}

}  // namespace

extern constexpr Operation kGetEventSourceMapping =
    DefineOperation<MappingInput, MappingOutput, GetEventSourceMapping>(
        "GetEventSourceMapping", kInput, mapping_shapes::kOutputMembers);

}  // namespace runnel

// What Create and Update make of their input.
// Source: integrations 1.2, 1.5.
#pragma once

#include "core/base/result.h"
#include "core/integrations/event_source_mapping/api/mapping_shapes.h"
#include "core/model/event_source_mapping.h"
#include "core/model/function_name.h"
#include "core/operations/context.h"

namespace runnel {

// What the constraints of the model do not say about the settings.
// Errors: InvalidParameterValueException.
Result<void> CheckMappingSettings(const MappingInput& input);

// Puts what `input` says of the settings into `configuration`.
void ApplyMappingSettings(const MappingInput& input, MappingConfiguration& configuration);

// The function that `name` names.
// Errors: InvalidParameterValueException when there is none.
Result<FunctionName> FindMappingFunction(const Context& context, std::string_view name);

// Whether another mapping than `own` has the same source and function.
// Errors: ResourceConflictException.
Result<void> CheckNoOther(const Context& context, const MappingConfiguration& configuration,
                          const FunctionName& function, MappingUid own);

// The mapping with this UUID that belongs to the caller.
// Errors: ResourceNotFoundException.
Result<const EventSourceMapping*> FindCallersMapping(const Context& context, std::string_view uuid);

// The same, if it is in a state in which it can change. `verb`: "update" or "delete".
// Errors: ResourceInUseException.
Result<const EventSourceMapping*> FindSettledMapping(const Context& context, std::string_view uuid,
                                                     std::string_view verb);

}  // namespace runnel

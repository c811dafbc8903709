// What requests say about a pipe: its checks, and the mapping that it becomes.
// Source: integrations 3.1 to 3.6.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/integrations/pipes/api/pipe_shapes.h"
#include "core/model/names.h"
#include "core/operations/context.h"

namespace runnel {

// "arn:aws:pipes:us-east-1:000000000000:pipe/{name}".
std::string PipeArn(const Scope& scope, std::string_view name);

// "RUNNING", "STARTING" and so on.
std::string_view PipeStateOf(const EventSourceMapping& pipe);

// Errors: PipeNotFound.
Result<const EventSourceMapping*> FindPipe(const Context& context, std::string_view name);
// One that nothing is changing. Errors: PipeNotFound, PipeInTransition.
Result<const EventSourceMapping*> FindSettledPipe(const Context& context, std::string_view name);

// Puts what the input says into the configuration: members that it leaves out stay as they are,
// blocks of parameters are replaced whole. Errors: PipeInvalid, PipeAcrossRegions.
Result<void> ApplyPipeInput(const PipeInput& input, const Scope& scope,
                            MappingConfiguration& configuration);

}  // namespace runnel

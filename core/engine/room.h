// Whether what a call wants to happen may happen: there must be room for it, on disk and in memory.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

// Whether the call changes what must be durable.
bool ChangesWhatIsDurable(const Context& context);

// `writes_refused`: why nothing durable may change; empty: it may. Errors: InternalFailure.
Result<void> CheckRoom(const Context& context, const std::string& writes_refused);

}  // namespace runnel

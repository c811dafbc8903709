// Runs the operation that a request asks for, unless something stands against it.
#pragma once

#include "core/base/result.h"
#include "core/engine/front_door.h"
#include "core/operations/context.h"

namespace runnel {

// In this order: what is wrong with the input, whether the caller may, whether he calls too often,
// and the operation itself. REQUIRES: `decoded` names an operation and is not answered.
Result<void> RunOperation(DecodedRequest& decoded, Context& context);

}  // namespace runnel

// What a call asked and was answered, for those who look on.
#pragma once

#include "core/api/request.h"
#include "core/engine/front_door.h"
#include "core/inspect/call_bodies.h"

namespace runnel {

// Completes `bodies`. `unread`: what was asked, if it could not be read; `events`: the answer is a
// stream of them; `reply`: the answer otherwise, encoded.
void ShowBodies(const DecodedRequest& decoded, BodyText unread, const Result<void>& result,
                bool events, const Reply& reply, CallBodies& bodies);

}  // namespace runnel

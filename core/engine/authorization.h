// Whether policies let a caller make a call: finds out what the call is about, and asks them.
// Source: kinesis-api 9.6.
#pragma once

#include "core/base/result.h"
#include "core/engine/front_door.h"
#include "core/operations/context.h"

namespace runnel {

// What a call is about is read off its input: the resource that a ConsumerARN, ResourceARN,
// ChannelARN, StreamARN or StreamName names, or the stream of a ShardIterator or NextToken. A call
// that names none, or nothing that there could be, is about "*" in the caller's own account; the
// operation itself then says what is wrong. Tags given at creation, and streams given to a channel,
// need permissions of their own.
// REQUIRES: the input has been checked, and `request.access` is there.
// Errors: AccessDeniedException.
Result<void> Authorize(const DecodedRequest& request, const Context& context);

}  // namespace runnel

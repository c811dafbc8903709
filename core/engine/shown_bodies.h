// What a call asked and was answered, for those who look on: as JSON, whatever protocol it came by.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/engine/front_door.h"
#include "core/inspect/call_bodies.h"

namespace runnel {

// Nothing else happens meanwhile, so calls with more records than this are told by their length.
inline constexpr std::uint64_t kShownRecordBytesMax = 64 * 1024;

// `unread`: what was asked, if it could not be read.
BodyText RequestText(const DecodedRequest& decoded, BodyText unread, std::uint64_t record_bytes);

// REQUIRES: the answer is neither a stream of events nor to come later.
BodyText ReplyText(const DecodedRequest& decoded, const Result<void>& result,
                   std::uint64_t record_bytes);

}  // namespace runnel

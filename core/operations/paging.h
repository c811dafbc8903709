// What the list operations have in common.
// Source: kinesis-api 4.4, 4.20, 4.21, 4.26; kinesis-api-45 2.5.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/api/errors.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/state/stream.h"

namespace runnel {

// How many entries a page has. AWS: larger wishes than `page_max` count as that.
inline std::size_t PageSize(std::optional<std::int32_t> wished, std::int32_t page_max) {
  return static_cast<std::size_t>(std::min(wished.value_or(page_max), page_max));
}

// StreamCreationTimestamp tells incarnations of a name apart, to the second.
// Errors: ResourceNotFoundException when it is given and is another stream's.
inline Result<void> CheckStreamCreation(const Stream& stream,
                                        const std::optional<Timestamp>& created) {
  if (!created || created->seconds() == stream.created_at.seconds()) return {};
  return error::StreamCreatedAtOtherTime(stream.name(), stream.account());
}

}  // namespace runnel

// What tags may be.
// Source: kinesis-api 4.1, 4.22, 4.23.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/tag_map.h"
#include "core/operations/context.h"

namespace runnel {

// The stream operations: letters, digits, space and _ . / = + - % @, and then no %.
// Errors: InvalidArgumentException, in the words of adding tags to `stream`.
Result<void> CheckStreamTags(const TagMap& tags, const Stream& stream);
// The same for keys that are to be removed.
Result<void> CheckStreamTagKeys(const std::vector<std::string>& keys, const Stream& stream);

// The operations that take an ARN, and tags given at creation: also ':'.
// Errors: InvalidArgumentException.
Result<void> CheckResourceTags(const Context& context, const TagMap& tags);
Result<void> CheckResourceTagKeys(const std::vector<std::string>& keys);

// How many tags a resource has after `added` were set. AWS: its own do not count.
std::size_t TagCountAfter(const TagMap& present, const TagMap& added);

}  // namespace runnel

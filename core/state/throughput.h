// What has been spent of the quotas that AWS counts by the second. It does not outlive the process:
// a bucket that nobody remembers is full.
// Source: kinesis-api 6.7, 7.1, 7.4, 8.2.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "core/base/time.h"
#include "core/model/token_bucket.h"

namespace runnel {

// Of one shard.
struct ShardThroughput {
  TokenBucket write_bytes;
  TokenBucket write_records;
  TokenBucket read_bytes;
  TokenBucket read_calls;
  TokenBucket iterator_calls;
  // Bytes written since the stream's scaling window began (on-demand streams).
  std::int64_t window_bytes = 0;
};

// Calls of one account or one stream, by the name of the operation, which is static text.
using CallBuckets = std::map<std::string_view, TokenBucket>;

}  // namespace runnel

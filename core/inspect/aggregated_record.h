// Records that a producer library packed into one: a magic number, a protobuf message, and its MD5.
// The service knows nothing of it; whoever shows records unpacks them.
// Source: the aggregation format of the Kinesis Producer Library.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace runnel {

// Views of the bytes that were unpacked.
struct UserRecord {
  std::string_view partition_key;
  std::optional<std::string_view> explicit_hash_key;
  std::string_view data;
};

// The records within `data`, in order; nullopt: it is no aggregate, or a damaged one.
std::optional<std::vector<UserRecord>> UnpackAggregate(std::string_view data);

}  // namespace runnel

#include "core/model/names.h"

#include <cstdio>

namespace runnel {

std::string ShardId::ToString() const {
  // AWS: a negative index, which only a forged sequence number can carry, prints as
  // "shardId--02147483648" (kinesis-api 4.9): twelve characters, sign included.
  char text[32];
  const int size = std::snprintf(text, sizeof text, "shardId-%012d", index);
  return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace runnel

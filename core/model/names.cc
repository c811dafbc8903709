#include "core/model/names.h"

#include <cstdint>

namespace runnel {

std::string ShardId::ToString() const {
  std::string text = "shardId-000000000000";
  // AWS: a negative index, which only a forged sequence number can carry, prints as
  // "shardId--02147483648" (kinesis-api 4.9): twelve characters, sign included.
  if (index < 0) text[8] = '-';
  std::uint32_t left =
      index < 0 ? 0U - static_cast<std::uint32_t>(index) : static_cast<std::uint32_t>(index);
  for (std::size_t place = text.size(); left > 0; left /= 10) {
    text[--place] = static_cast<char>('0' + left % 10);
  }
  return text;
}

}  // namespace runnel

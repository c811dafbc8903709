// What a sequence number says, by the layout of kinesis-api 5.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace runnel::simulation {

struct DecodedNumber {
  std::int64_t created = 0;  // seconds, of the shard
  std::uint64_t index = 0;
  std::int64_t time = 0;  // seconds, of the record
  std::int64_t shard = 0;
};

// Nullopt: it is not of layout version 2, or its parts contradict each other.
std::optional<DecodedNumber> DecodeNumber(const std::string& decimal);

}  // namespace runnel::simulation

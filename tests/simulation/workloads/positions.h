// Where reading a shard begins: what a client asks for, and which record that is.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>

#include "tests/simulation/world.h"

namespace runnel::simulation {

struct StartingPosition {
  std::string type;
  std::string number;  // empty: none is given
  bool has_time = false;
  double time = 0;
  std::size_t position = 0;  // into all records that the shard ever had
  Expected expected = Expected::kSuccess;

  // As members of an input, with the names that the operation gives them.
  void AddTo(boost::json::object& input, const char* type_name, const char* number_name) const {
    input[type_name] = type;
    if (!number.empty()) input[number_name] = number;
    if (has_time) input["Timestamp"] = time;
  }
};

inline StartingPosition StartOf(const ReferenceStream& stream, const ReferenceShard& shard) {
  StartingPosition start;
  start.type = "TRIM_HORIZON";
  start.position = stream.FirstKept(shard);
  return start;
}

// One that cannot be.
inline StartingPosition DrawWrongPosition(World& world, const ReferenceShard& shard) {
  StartingPosition start;
  const auto refuse = [&start](const char* type, const char* number, Expected expected) {
    start.type = type;
    start.number = number;
    start.expected = expected;
    return start;
  };
  const auto of_shard = [&shard](int index, Expected expected) {
    return shard.index == index ? expected : Expected::kNumberOfOtherShard;
  };
  switch (world.dice.Below(8)) {
    case 0:
      return refuse("AT_SEQUENCE_NUMBER", "", Expected::kNumberMissing);
    case 1:
      return refuse("LATEST", "0", Expected::kNumberSuperfluous);
    case 2:
      return refuse("AT_SEQUENCE_NUMBER",
                    "49039857307708443467467104868809893875799651909875269632",
                    Expected::kNumberInvalid);
    case 3:  // created 1700000000, shard 17
      return refuse("AFTER_SEQUENCE_NUMBER",
                    "49646437577130777162115407028967465143858078037781250322",
                    of_shard(17, Expected::kNumberOfOtherStream));
    case 4:  // created 1700000000, shard 0
      return refuse("AT_SEQUENCE_NUMBER",
                    "49646437577108476416916876405825929425585429676275269634",
                    of_shard(0, Expected::kNumberOfOtherStream));
    case 5:
      return refuse("AT_SEQUENCE_NUMBER", "0", of_shard(0, Expected::kNumberOfOldLayout));
    case 6:
      return refuse("AT_TIMESTAMP", "", Expected::kTimestampMissing);
    default:
      start.has_time = true;
      start.time = static_cast<double>(world.reference.now() + 10'000) / 1000;
      return refuse("AT_TIMESTAMP", "", Expected::kTimestampInFuture);
  }
}

// One of all kinds; now and then one that cannot be.
inline StartingPosition DrawPosition(World& world, const ReferenceStream& stream,
                                     const ReferenceShard& shard) {
  StartingPosition start;
  const std::size_t kept = stream.FirstKept(shard);
  const std::size_t end = shard.records.size();
  if (world.dice.OneIn(20)) return DrawWrongPosition(world, shard);
  switch (world.dice.Below(end == 0 ? 2 : 5)) {
    case 0:
      start.type = "TRIM_HORIZON";
      start.position = kept;
      return start;
    case 1:
      start.type = "LATEST";
      start.position = end;
      return start;
    case 2: {
      start.type = "AT_TIMESTAMP";
      const Millis oldest = shard.records.front().arrival;
      const Millis at = world.dice.Between(oldest - 10, world.reference.now());
      start.has_time = true;
      start.time = static_cast<double>(at) / 1000;
      start.position = kept;
      while (start.position < end && shard.records[start.position].arrival < at) ++start.position;
      return start;
    }
    default: {
      const bool after = world.dice.OneIn(2);
      const std::size_t position = world.dice.Below(end);
      start.type = after ? "AFTER_SEQUENCE_NUMBER" : "AT_SEQUENCE_NUMBER";
      start.number = shard.records[position].sequence_number;
      start.position = after ? position + 1 : position;
      return start;
    }
  }
}

}  // namespace runnel::simulation

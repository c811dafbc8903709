// What a channel has its host write, and what the host reports.
// Source: kinesis-api-45 3.3.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/model/channel.h"

namespace runnel {

struct ChannelObject {
  std::string bucket;
  std::string key;          // any text
  std::string compression;  // NONE, GZIP or ZSTD: how the host is to write `bytes`
  std::string bytes;
};

// The objects of one flush: at most one with records and one with dead letters.
struct ChannelObjects {
  std::vector<ChannelObject> objects;
  ChannelTally tally;
  std::string failure;  // why they could not be made, in words
};

// A flush of a channel. Its objects replace those of the same keys; all of them must be there
// before it is reported as written.
struct ChannelDelivery {
  // Which flush it is, for Emulator::CompleteDelivery.
  std::uint64_t channel = 0;
  std::uint64_t flush = 0;
  std::string bucket;
  // Null: nothing is to be written, only whether `bucket` can be is to be reported. Needs no lock,
  // and may read records from a disk.
  std::function<ChannelObjects()> make;
};

}  // namespace runnel

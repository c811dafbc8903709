// Deliveries of channels that clients write by calls: what the emulator's own operations ask the
// engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/api/channel_delivery.h"
#include "core/model/names.h"

namespace runnel {

class DeliveryQueue {
 public:
  virtual ~DeliveryQueue() = default;

  struct Taken {
    ChannelUid channel;
    std::uint64_t flush = 0;
    ChannelObjects objects;
  };
  // A delivery that nobody has taken yet, of any account and region.
  virtual std::optional<Taken> TakeNext() = 0;
  // Whether it was taken and is not complete yet.
  virtual bool IsTaken(ChannelUid channel, std::uint64_t flush) const = 0;
};

}  // namespace runnel

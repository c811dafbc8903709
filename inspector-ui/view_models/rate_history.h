// What plots show: a value over the last minutes.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "inspector-ui/view_models/world.h"

namespace runnel {

class RateHistory {
 public:
  static constexpr std::size_t kPointsMax = 240;

  struct Lines {
    std::vector<float> incoming;  // records a second, the oldest first
    std::vector<float> outgoing;
  };

  // A further point for each stream. Streams that are gone are forgotten.
  void Take(const World& world);
  // Empty lines for a stream that is not known.
  const Lines& Of(const std::string& stream_arn) const;

 private:
  std::map<std::string, Lines> lines_;
};

}  // namespace runnel

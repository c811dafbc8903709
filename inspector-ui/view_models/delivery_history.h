// Who was given how much, and when: a row for each that reads a stream.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "inspector-ui/view_models/world.h"

namespace runnel {

class DeliveryHistory {
 public:
  static constexpr std::size_t kMomentsMax = 240;

  struct Moment {
    std::int64_t at_millis = 0;
    std::int64_t records = 0;  // since the moment before
  };
  // By reader: "consumer NAME", or "GetRecords of 3".
  using Rows = std::map<std::string, std::deque<Moment>>;

  // What has been delivered since the last time. Readers and streams that are gone are forgotten.
  void Take(const World& world);
  // Empty for a stream that is not known.
  const Rows& Of(const std::string& stream_arn) const;

 private:
  struct Seen {
    Rows rows;
    std::map<std::string, std::int64_t> totals;
  };
  std::map<std::string, Seen> streams_;
};

}  // namespace runnel

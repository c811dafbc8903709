// The metrics of shards by their names: the reference has a bit for each.
#pragma once

#include <boost/json/array.hpp>
#include <cstddef>
#include <set>
#include <string>

namespace runnel::simulation {

constexpr const char* kMetrics[] = {"IncomingBytes",
                                    "IncomingRecords",
                                    "OutgoingBytes",
                                    "OutgoingRecords",
                                    "WriteProvisionedThroughputExceeded",
                                    "ReadProvisionedThroughputExceeded",
                                    "IteratorAgeMilliseconds"};

// Whether a list of names has just those of the bits, each once.
inline bool AreMetrics(const boost::json::array& names, unsigned metrics) {
  std::set<std::string> wanted;
  for (std::size_t i = 0; i < std::size(kMetrics); ++i) {
    if ((metrics & 1u << i) != 0) wanted.insert(kMetrics[i]);
  }
  std::set<std::string> told;
  for (const auto& name : names) told.insert(name.as_string().c_str());
  return names.size() == told.size() && told == wanted;
}

}  // namespace runnel::simulation

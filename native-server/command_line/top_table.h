// The table of `runnel top`, from the answer of Runnel.InspectStreams.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace runnel {

struct TopSize {
  std::size_t rows = 0;     // 0: as many as there is to show
  std::size_t columns = 0;  // 0: as wide as it comes
};

// Streams, and beneath each its open shards, those that take most first. Lines that do not fit are
// left out, and said to be; what is wider is cut.
std::string TopTable(const boost::json::object& streams, TopSize size);

}  // namespace runnel

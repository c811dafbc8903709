// The two ways in which Kinesis writes a body.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace runnel::conformance {

struct Encoding {
  std::string_view content_type;
  std::string (*encode)(const boost::json::value& input);
  // Throws std::exception if the body is not one value of the encoding.
  boost::json::value (*decode)(std::string_view body);
};

extern const Encoding kJson;
extern const Encoding kCbor;

}  // namespace runnel::conformance

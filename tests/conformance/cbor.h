// Values as CBOR, the way Kinesis means it: a blob is a byte string, a point in time is tag 1 with
// milliseconds. In JSON these are base64 and seconds; the names of the members tell them.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace runnel::conformance {

std::string ToCbor(const boost::json::value& value);

// Throws std::runtime_error for anything that is not one item, whole and without more after it, or
// that Kinesis does not send: lengths left open, floating times.
boost::json::value FromCbor(std::string_view bytes);

}  // namespace runnel::conformance

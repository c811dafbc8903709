// Sequence numbers taken apart, by the layout that Kinesis has used since 2014 (version 2).
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string_view>

namespace runnel::conformance {

// {"version", "created", "shard", "index", "byte", "time"}; nothing if the text is not the decimal
// form of a number with exactly 47 hexadecimal digits of which the first is 2.
std::optional<boost::json::object> DecodeSequenceNumber(std::string_view decimal);

}  // namespace runnel::conformance

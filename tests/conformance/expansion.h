// Turns what a case says into what is meant: names of captured values into the values, and builders
// into the long strings and lists that nobody wants to write out. See README.md.
#pragma once

#include <boost/json.hpp>
#include <string_view>

namespace runnel::conformance {

using Captures = boost::json::object;

// Replaces every "${name}" and every builder within `value`. Matchers stay as they are, with their
// arguments expanded. Throws std::runtime_error for an unknown name or a malformed builder.
boost::json::value Expand(const boost::json::value& value, const Captures& captures);

// Whether the object is one of the builders of Expand: its one member is named `$...`.
bool IsBuilder(const boost::json::object& object);

}  // namespace runnel::conformance

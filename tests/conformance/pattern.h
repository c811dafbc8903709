// Compares what came with what a case expects. The language of patterns is described in README.md.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "tests/conformance/expansion.h"

namespace runnel::conformance {

// Nothing if `actual` is as `pattern` says, else where and how it differs, in one line. Values that
// the pattern names by $capture are added to `captures`, also if the comparison fails later on.
// Throws std::runtime_error if the pattern itself is malformed.
std::optional<std::string> FindDifference(const boost::json::value& pattern,
                                          const boost::json::value& actual, Captures& captures);

// Throws std::runtime_error if a member whose name begins with $ is neither matcher nor builder.
void CheckPattern(const boost::json::value& pattern);

}  // namespace runnel::conformance

// JSON as people and AWS write it: numbers without an exponent where they need none.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace runnel::pipes {

std::string JsonOf(const boost::json::value& value);

}  // namespace runnel::pipes

// JSON that others wrote, whole: payloads, answers of functions, properties of stacks.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string_view>

namespace runnel {

// Names and lists within each other. What clients send may be nested as deep as this; Boost.JSON
// by itself stops at 32.
inline constexpr std::size_t kJsonDepthMax = 256;

// Null, with `failed` set, for what is not JSON, is followed by more, or is nested too deep.
boost::json::value ParseJson(std::string_view text, boost::json::error_code& failed);

// Empty for what ParseJson does not take, and for what is no object.
boost::json::object ParseJsonObject(std::string_view text);

bool IsJson(std::string_view text);

}  // namespace runnel

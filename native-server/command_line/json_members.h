// Members of the JSON that servers answer and captures hold.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace runnel {

// The member as text; empty if there is none of that name, or it is none.
std::string TextMember(const boost::json::object& object, std::string_view name);

}  // namespace runnel

// Texts and JSON as panels show them.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace runnel {

// As it is: nothing in it is a format.
void PlainText(const std::string& text);
// "name: 3", or a node that opens. `open`: nodes with little in them are open at first.
void DrawJson(const std::string& name, const boost::json::value& value, bool open = true);

}  // namespace runnel

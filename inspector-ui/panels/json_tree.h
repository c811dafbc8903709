// Texts and JSON as panels show them.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace runnel {

// As it is: nothing in it is a format.
void PlainText(const std::string& text);
// "name: 3", or a node that opens.
void DrawJson(const std::string& name, const boost::json::value& value);

}  // namespace runnel

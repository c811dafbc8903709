// Reading the answers of CloudFormation: elements of XML that is known to be well-formed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel {

// What stands in the first element of that name; empty if there is none.
std::string_view XmlElement(std::string_view xml, std::string_view name);

// The same as text, with its entities resolved.
std::string XmlText(std::string_view xml, std::string_view name);

// The elements of a list, in their order.
std::vector<std::string_view> XmlMembers(std::string_view list);

}  // namespace runnel

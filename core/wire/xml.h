// The query protocol's answers: structs to XML.
// Source: integrations 6.1.
#pragma once

#include <string>
#include <string_view>

#include "core/api/shape.h"

namespace runnel::xml {

// Appends the members of `object`, a struct described by `structure`, as elements. Elements of
// lists are called "member". Absent members are left out.
void Write(const Shape& structure, const void* object, std::string& out);

// Appends the text with '<', '>', '&' and the control characters that XML does not have replaced.
void WriteText(std::string_view text, std::string& out);

}  // namespace runnel::xml

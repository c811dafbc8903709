// Percent-encoding (RFC 3986), as URLs have it.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// What is no escape stays as it is.
std::string PercentDecode(std::string_view text);
// Everything is escaped, in upper case, but letters, digits and "-_.~".
std::string PercentEncode(std::string_view text);

}  // namespace runnel

// The headers that the core looks at.
#pragma once

#include <span>
#include <string_view>

#include "core/api/request.h"

namespace runnel {

// Empty where a request does not have the header. Views into the request.
struct RequestHeaders {
  std::string_view target;  // X-Amz-Target
  std::string_view content_type;
  std::string_view authorization;
  std::string_view amz_date;
  std::string_view date;
  std::string_view origin;
  std::string_view requested_headers;  // Access-Control-Request-Headers
  std::string_view requested_method;   // Access-Control-Request-Method
};

RequestHeaders ReadHeaders(std::span<const Header> headers);

// Names of headers; `lower` is in lower case.
bool EqualsIgnoringCase(std::string_view name, std::string_view lower);
// The last header of that name, as ReadHeaders takes it; empty if there is none.
std::string_view FindHeader(std::span<const Header> headers, std::string_view lower_name);

}  // namespace runnel

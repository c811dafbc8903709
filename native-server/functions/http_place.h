// Where a URL leads: the parts of it that a connection needs.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

struct HttpPlace {
  bool secure = false;  // by TLS
  std::string host;
  std::string port;
  std::string path;  // with the query; empty if the URL has none

  // The Host header.
  std::string Authority() const { return host + ":" + port; }
};

// REQUIRES: `url` begins with "http://" or "https://".
HttpPlace HttpPlaceOf(std::string_view url);

}  // namespace runnel

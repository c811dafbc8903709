// Which web pages may call what runs programs.
#pragma once

#include <string_view>

namespace runnel {

// "demo.localhost" of "demo.localhost:8080", "::1" of "[::1]:4566": what an authority (RFC 3986)
// names, without its port.
std::string_view HostOf(std::string_view authority);

// Whether an Origin header (RFC 6454) is of a page that this machine itself serves:
// "http://localhost:8080", "http://127.0.0.1", "https://[::1]:4566", "http://demo.localhost". Pages
// without an origin of their own ("null") and those of other machines are not.
bool IsLoopbackOrigin(std::string_view origin);

}  // namespace runnel

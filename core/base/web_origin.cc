#include "core/base/web_origin.h"

#include "core/base/ip_address.h"

namespace runnel {
namespace {

// "demo.localhost" of "http://demo.localhost:8080". Empty if it is no origin of the web.
std::string_view HostOf(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = origin.substr(scheme + 3);
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

bool IsLoopbackOrigin(std::string_view origin) {
  const std::string_view host = HostOf(origin);
  // Browsers never ask the network for these names.
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return true;
  return host.starts_with("127.") && ReadIpAddress(host).has_value();
}

}  // namespace runnel

#include "core/base/web_origin.h"

#include "core/base/ip_address.h"

namespace runnel {
namespace {

// "demo.localhost:8080" of "http://demo.localhost:8080". Empty if it is no origin of the web.
std::string_view AuthorityOf(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

}  // namespace

std::string_view HostOf(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
  return authority.substr(0, authority.find(':'));
}

bool IsLoopbackOrigin(std::string_view origin) {
  const std::string_view host = HostOf(AuthorityOf(origin));
  // Browsers never ask the network for these names.
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return true;
  return host.starts_with("127.") && ReadIpAddress(host).has_value();
}

}  // namespace runnel

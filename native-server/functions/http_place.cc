#include "native-server/functions/http_place.h"

namespace runnel {

HttpPlace HttpPlaceOf(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  url.remove_prefix(kScheme.size());
  const std::string_view authority = url.substr(0, url.find('/'));
  HttpPlace place;
  place.path = url.substr(authority.size());
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && !authority.ends_with(']');
  place.host = authority.substr(0, has_port ? colon : authority.size());
  if (has_port) place.port = authority.substr(colon + 1);
  if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
  return place;
}

}  // namespace runnel

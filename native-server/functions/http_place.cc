#include "native-server/functions/http_place.h"

#include <algorithm>

namespace runnel {

HttpPlace HttpPlaceOf(std::string_view url) {
  HttpPlace place;
  place.secure = url.starts_with("https:");
  place.port = place.secure ? "443" : "80";
  url.remove_prefix(url.find("//") + 2);
  const std::string_view authority = url.substr(0, std::min(url.find('/'), url.find('?')));
  place.path = url.substr(authority.size());
  if (place.path.starts_with('?')) place.path.insert(0, 1, '/');
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && !authority.ends_with(']');
  place.host = authority.substr(0, has_port ? colon : authority.size());
  if (has_port) place.port = authority.substr(colon + 1);
  if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
  return place;
}

}  // namespace runnel

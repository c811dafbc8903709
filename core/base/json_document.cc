#include "core/base/json_document.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <utility>

namespace runnel {
namespace {

boost::json::value Parse(std::string_view text, boost::json::error_code& failed,
                         boost::json::storage_ptr memory) {
  boost::json::parse_options options;
  options.max_depth = kJsonDepthMax;
  return boost::json::parse({text.data(), text.size()}, failed, std::move(memory), options);
}

}  // namespace

boost::json::value ParseJson(std::string_view text, boost::json::error_code& failed) {
  return Parse(text, failed, {});
}

boost::json::object ParseJsonObject(std::string_view text) {
  boost::json::error_code failed;
  boost::json::value value = ParseJson(text, failed);
  return value.is_object() ? std::move(value.get_object()) : boost::json::object();
}

bool IsJson(std::string_view text) {
  boost::json::monotonic_resource memory;
  boost::json::error_code failed;
  Parse(text, failed, &memory);
  return !failed;
}

}  // namespace runnel

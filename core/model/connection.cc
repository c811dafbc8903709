#include "core/model/connection.h"

#include <utility>

#include "core/model/arn.h"

namespace runnel {
namespace {

// The text up to `separator`, which is taken away with it; all of it where there is none.
std::string_view TakeUpTo(char separator, std::string_view& text) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

}  // namespace

std::optional<EventResourceArn> ParseEventResourceArn(std::string_view text) {
  const bool begins = TakeUpTo(':', text) == "arn" && TakeUpTo(':', text).starts_with("aws") &&
                      TakeUpTo(':', text) == "events";
  if (!begins) return std::nullopt;
  const std::string_view region = TakeUpTo(':', text);
  const std::string_view account = TakeUpTo(':', text);
  const std::string_view kind = TakeUpTo('/', text);
  const std::string_view name = TakeUpTo('/', text);
  const bool known = kind == "connection" || kind == "api-destination";
  if (region.empty() || !IsAccountId(account) || !known || name.empty() || text.empty()) {
    return std::nullopt;
  }
  return EventResourceArn{{AccountId(std::string(account)), Region(std::string(region))},
                          std::string(kind),
                          std::string(name)};
}

}  // namespace runnel

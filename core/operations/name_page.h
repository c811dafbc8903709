// Pages of what is listed in the order of its names. A token is the name that comes next.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runnel {

// Adds up to `limit` items to the page, from the name on that `token` is, and gives the token of
// the next page; nullopt: there is none. `by_name` is a map; `show(name, value)` gives an item, or
// nullopt for what was not asked for.
template <class ByName, class Show, class Item>
std::optional<std::string> FillPage(const ByName& by_name, const std::optional<std::string>& token,
                                    std::size_t limit, Show show, std::vector<Item>& page) {
  for (auto next = by_name.lower_bound(token.value_or("")); next != by_name.end(); ++next) {
    std::optional<Item> item = show(next->first, next->second);
    if (!item) continue;
    if (page.size() == limit) return next->first;
    page.push_back(*std::move(item));
  }
  return std::nullopt;
}

}  // namespace runnel

#include "native-server/config/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "native-server/config/option_value.h"

namespace runnel {
namespace {

// Letters to insert, delete, replace or swap with their neighbour to get from one to the other.
std::size_t EditDistance(std::string_view from, std::string_view to) {
  // Row i: distances from the first i letters of `from` to each beginning of `to`.
  std::vector<std::vector<std::size_t>> rows(from.size() + 1,
                                             std::vector<std::size_t>(to.size() + 1));
  std::iota(rows[0].begin(), rows[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    rows[i][0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = rows[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      rows[i][j] = std::min({replaced, rows[i - 1][j] + 1, rows[i][j - 1] + 1});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows.back().back();
}

}  // namespace

std::string_view NearestName(std::string_view name, std::span<const std::string_view> candidates) {
  const std::string wanted = LowerCase(name);
  std::string_view nearest;
  // A third of the letters wrong is a slip; more is another word.
  std::size_t distance_max = std::max<std::size_t>(1, wanted.size() / 3);
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = EditDistance(wanted, LowerCase(candidate));
    if (distance > distance_max || (distance == distance_max && !nearest.empty())) continue;
    nearest = candidate;
    distance_max = distance;
  }
  return nearest;
}

std::string Suggestion(std::string_view name, std::span<const std::string_view> candidates,
                       std::string_view prefix) {
  const std::string_view nearest = NearestName(name, candidates);
  if (nearest.empty()) return {};
  return " (did you mean " + std::string(prefix) + std::string(nearest) + "?)";
}

}  // namespace runnel

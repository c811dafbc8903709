// How often each limit was run into, by what the reference says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace runnel::simulation {

enum class Limit {
#define LIMIT(name, section, what) k##name,
#include "tests/simulation/reference/limits.def"
#undef LIMIT
  kCount,
};

class LimitCounts {
 public:
  void Add(Limit limit) { ++counts_[static_cast<std::size_t>(limit)]; }
  std::uint64_t operator[](Limit limit) const { return counts_[static_cast<std::size_t>(limit)]; }

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(Limit::kCount)> counts_{};
};

}  // namespace runnel::simulation

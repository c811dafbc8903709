// The randomness of a run: equal seeds give equal runs, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>

namespace runnel::simulation {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t Next() { return engine_(); }
  // Less than `count`, which is at least one.
  std::size_t Below(std::size_t count) { return engine_() % count; }
  // From `least` to `most`, both included.
  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(Below(static_cast<std::size_t>(most - least + 1)));
  }
  bool OneIn(std::size_t count) { return Below(count) == 0; }
  template <typename List>
  auto& Pick(List& list) {
    return list[Below(std::size(list))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace runnel::simulation

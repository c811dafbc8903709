// The randomness of a run: equal seeds give equal runs, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace runnel::simulation {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  // Dice of its own for each step of a run: what one draws does not change what others draw.
  static Dice OfStep(std::uint64_t seed, std::uint64_t step) {
    Dice dice(seed);
    return Dice(dice.Next() + step * 0x9e3779b97f4a7c15u);
  }

  // SplitMix64.
  std::uint64_t Next() {
    std::uint64_t word = state_ += 0x9e3779b97f4a7c15u;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
    word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
    return word ^ (word >> 31);
  }
  // Less than `count`, which is at least one.
  std::size_t Below(std::size_t count) { return Next() % count; }
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
  std::uint64_t state_;
};

}  // namespace runnel::simulation

// Random numbers that depend on the seed alone: the same on every platform, in every run.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace runnel {

// xoshiro256**, its state filled by splitmix64. Fast and of good quality; not for secrets.
class Prng {
 public:
  explicit Prng(std::uint64_t seed);

  // 64 random bits.
  std::uint64_t Next();
  // A number in [0, 1), all multiples of 2^-53 equally likely.
  double NextUnit();
  // Overwrites the bytes with random ones.
  void Fill(std::uint8_t* bytes, std::size_t size);

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace runnel

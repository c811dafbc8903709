#include "core/base/prng.h"

#include <bit>
#include <cstring>

#include "core/base/little_endian.h"

namespace runnel {

Prng::Prng(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {
    seed += 0x9e3779b97f4a7c15;
    std::uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    word = z ^ (z >> 31);
  }
}

std::uint64_t Prng::Next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Prng::NextUnit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

void Prng::Fill(std::uint8_t* bytes, std::size_t size) {
  for (; size >= 8; size -= 8, bytes += 8) StoreLittle64(Next(), bytes);
  if (size == 0) return;
  std::uint8_t last[8];
  StoreLittle64(Next(), last);
  std::memcpy(bytes, last, size);
}

}  // namespace runnel

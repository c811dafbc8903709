// Opaque tokens: shard iterators and next tokens that only their maker reads.
//
// A seal tells our own tokens from foreign, cut or altered ones, and keeps clients from reading
// them and depending on what they find. It is not a security boundary: whoever knows the key, which
// may be fixed for the sake of repeatable runs, can make any token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runnel {

struct SealKey {
  std::uint64_t a;
  std::uint64_t b;
};

// Bytes by which the sealed form is longer than the content.
inline constexpr std::size_t kSealBytes = 16;

// Returns binary bytes: nonce, scrambled content, tag. Equal contents look different under
// different nonces.
std::string Seal(SealKey key, std::uint64_t nonce, std::string_view content);

// The content, or nothing if Seal did not make `sealed` with this key.
std::optional<std::string> Unseal(SealKey key, std::string_view sealed);

}  // namespace runnel

// SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104), of which AWS's signatures are made.
//
// Of our own, because the core is compiled for the browser too, where there is neither OpenSSL nor
// an answer from the platform's own cryptography without waiting for it; and because a signature is
// part of what the core decides, equal on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace runnel {

using Sha256Digest = std::array<std::uint8_t, 32>;

Sha256Digest Sha256(std::string_view bytes);
Sha256Digest HmacSha256(std::string_view key, std::string_view message);

// The bytes of a digest as they are, to be hashed on.
inline std::string_view BytesOf(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
// 64 digits in lower case.
std::string HexOf(const Sha256Digest& digest);

}  // namespace runnel

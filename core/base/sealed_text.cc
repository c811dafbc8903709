#include "core/base/sealed_text.h"

#include <cstddef>
#include <cstring>

#include "core/base/little_endian.h"
#include "core/base/prng.h"
#include "core/base/siphash.h"

namespace runnel {
namespace {

constexpr std::size_t kNonceBytes = 8;
constexpr std::size_t kTagBytes = 8;
static_assert(kSealBytes == kNonceBytes + kTagBytes);

// Scrambles and unscrambles alike. `nonce` is the 8 bytes that the token begins with.
void ApplyKeystream(SealKey key, std::string_view nonce, char* bytes, std::size_t size) {
  Prng keystream(SipHash(key.a, key.b, nonce));
  for (; size >= 8; size -= 8, bytes += 8) {
    StoreLittle64(LoadLittle64(bytes) ^ keystream.Next(), bytes);
  }
  std::uint64_t word = keystream.Next();
  for (; size > 0; --size, ++bytes, word >>= 8) {
    *bytes = static_cast<char>(static_cast<std::uint8_t>(*bytes) ^ static_cast<std::uint8_t>(word));
  }
}

}  // namespace

std::string Seal(SealKey key, std::uint64_t nonce, std::string_view content) {
  std::string sealed(kSealBytes + content.size(), '\0');
  StoreLittle64(nonce, sealed.data());
  char* const body = sealed.data() + kNonceBytes;
  if (!content.empty()) std::memcpy(body, content.data(), content.size());
  const std::string_view tagged(sealed.data(), kNonceBytes + content.size());
  ApplyKeystream(key, tagged.substr(0, kNonceBytes), body, content.size());
  StoreLittle64(SipHash(key.a, key.b, tagged), body + content.size());
  return sealed;
}

std::optional<std::string> Unseal(SealKey key, std::string_view sealed) {
  if (sealed.size() < kSealBytes) return std::nullopt;
  const std::string_view tagged = sealed.substr(0, sealed.size() - kTagBytes);
  const std::uint64_t tag = LoadLittle64(sealed.data() + tagged.size());
  if (tag != SipHash(key.a, key.b, tagged)) return std::nullopt;
  std::string content(tagged.substr(kNonceBytes));
  ApplyKeystream(key, tagged.substr(0, kNonceBytes), content.data(), content.size());
  return content;
}

}  // namespace runnel

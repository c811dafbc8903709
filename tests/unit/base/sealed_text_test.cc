#include "core/base/sealed_text.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr SealKey kKey = {0x1122334455667788, 0x99aabbccddeeff00};

TEST_CASE("a sealed text opens to its content") {
  std::string content;
  for (int size = 0; size < 200; ++size, content += static_cast<char>(size)) {
    const std::string sealed = Seal(kKey, 5, content);
    CHECK(sealed.size() == content.size() + kSealBytes);
    const auto opened = Unseal(kKey, sealed);
    REQUIRE(opened.has_value());
    CHECK(*opened == content);
  }
}

TEST_CASE("a sealed text does not show its content, and differs from nonce to nonce") {
  const std::string content = "stream shardId-000000000000";
  const std::string first = Seal(kKey, 1, content);
  const std::string second = Seal(kKey, 2, content);
  CHECK(first.find("shardId") == std::string::npos);
  CHECK(first.substr(8) != second.substr(8));
  CHECK(Seal(kKey, 1, content) == first);
}

TEST_CASE("an altered sealed text is refused") {
  const std::string sealed = Seal(kKey, 1, "stream shardId-000000000000");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (const int bit : {0, 3, 7}) {
      std::string altered = sealed;
      altered[i] = static_cast<char>(altered[i] ^ (1 << bit));
      CHECK_FALSE(Unseal(kKey, altered).has_value());
    }
    CHECK_FALSE(Unseal(kKey, sealed.substr(0, i)).has_value());
    CHECK_FALSE(Unseal(kKey, sealed.substr(i + 1)).has_value());
  }
  CHECK_FALSE(Unseal(kKey, sealed + "x").has_value());
}

TEST_CASE("a text sealed with another key, or never, is refused") {
  const std::string sealed = Seal(kKey, 1, "content");
  CHECK_FALSE(Unseal({kKey.a + 1, kKey.b}, sealed).has_value());
  CHECK_FALSE(Unseal({kKey.a, kKey.b + 1}, sealed).has_value());
  CHECK_FALSE(Unseal(kKey, "").has_value());
  CHECK_FALSE(Unseal(kKey, std::string(100, 'A')).has_value());
}

}  // namespace
}  // namespace runnel

#include "core/base/md5.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/base/decimal.h"

namespace runnel {
namespace {

std::string Md5Hex(std::string_view bytes) {
  std::string hex;
  for (const std::uint8_t byte : Md5(bytes)) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

TEST_CASE("MD5 agrees with the vectors of RFC 1321") {
  CHECK(Md5Hex("") == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(Md5Hex("a") == "0cc175b9c0f1b6a831c399e269772661");
  CHECK(Md5Hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(Md5Hex("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
  CHECK(Md5Hex("abcdefghijklmnopqrstuvwxyz") == "c3fcd3d76192e4007dfb496cca67e13b");
  CHECK(Md5Hex("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
        "d174ab98d277d9f5a5611c2c9f419d9f");
  CHECK(Md5Hex("1234567890123456789012345678901234567890"
               "1234567890123456789012345678901234567890") == "57edf4a22be3c955ac49da2e2107b67a");
}

TEST_CASE("MD5 pads right on both sides of each block border") {
  CHECK(Md5Hex(std::string(55, 'x')) == "04364420e25c512fd958a70738aa8f72");
  CHECK(Md5Hex(std::string(56, 'x')) == "668a72d5ba17f08e62dabcafad6db14b");
  CHECK(Md5Hex(std::string(63, 'x')) == "7dc2ca208106a2f703567bdff99d8981");
  CHECK(Md5Hex(std::string(64, 'x')) == "c1bb4f81d892b2d57947682aeb252456");
  CHECK(Md5Hex(std::string(65, 'x')) == "1bc932052302d074bdec39795fe00cf6");
  CHECK(Md5Hex(std::string(119, 'x')) == "ab347a5f68c8a443cfcddc633f12c24f");
  CHECK(Md5Hex(std::string(120, 'x')) == "fb98667f98096de92620b64f46e1c5b5");
  CHECK(Md5Hex(std::string(128, 'x')) == "d69cb61a6ee87200676eb0d4b90edbcb");
  CHECK(Md5Hex(std::string(1000, 'x')) == "398533d48111e9f664b1f64cb10c4b63");
}

TEST_CASE("MD5 of texts together is that of each, however many there are and however long") {
  std::vector<std::string> texts;
  for (std::size_t size = 0; size <= 70; ++size) texts.emplace_back(size, 'a' + size % 26);
  for (std::size_t count = 0; count <= 40; ++count) {
    for (const std::size_t first : {0UL, 13UL, 30UL}) {
      const std::vector<std::string_view> some(texts.begin() + first,
                                               texts.begin() + first + count);
      std::vector<std::array<std::uint8_t, 16>> digests(count);
      Md5OfEach(some, digests);
      for (std::size_t i = 0; i < count; ++i) REQUIRE(digests[i] == Md5(some[i]));
    }
  }
}

TEST_CASE("MD5 of a partition key is its hash key, big end first") {
  struct Vector {
    const char* partition_key;
    const char* hash_key;
  };
  constexpr Vector kVectors[] = {
      {"a", "16955237001963240173058271559858726497"},
      {"b", "195289424170611159128911017612795795343"},
      {"c", "99079589977253916124855502156832923443"},
      {"d", "173422077530204247440288476180261147053"},
      {"e", "299611584147932843547128611849858313266"},
      {"f", "190917122200326810055233066464581373159"},
      {"1", "261578874264819908609102035485573088411"},
      {"test", "12707736894140473154801792860916528374"},
      {"key", "80325066489831061459460196859901989661"},
      {"\xc3\xbc", "255482112228542481294366945247899473731"},
  };
  for (const Vector& vector : kVectors) {
    Uint128 hash_key = 0;
    for (const std::uint8_t byte : Md5(vector.partition_key)) hash_key = hash_key << 8 | byte;
    CHECK(ToDecimal(hash_key) == vector.hash_key);
  }
}

}  // namespace
}  // namespace runnel

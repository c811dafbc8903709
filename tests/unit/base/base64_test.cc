#include "core/base/base64.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"

namespace runnel {
namespace {

std::string Encoded(std::string_view bytes) {
  std::string out;
  AppendBase64(bytes, out);
  return out;
}

std::string RandomBytes(Prng& prng, std::size_t size) {
  std::string bytes(size, '\0');
  prng.Fill(reinterpret_cast<std::uint8_t*>(bytes.data()), size);
  return bytes;
}

struct Vector {
  const char* bytes;
  const char* text;
};
// RFC 4648, section 10.
constexpr Vector kVectors[] = {{"", ""},
                               {"f", "Zg=="},
                               {"fo", "Zm8="},
                               {"foo", "Zm9v"},
                               {"foob", "Zm9vYg=="},
                               {"fooba", "Zm9vYmE="},
                               {"foobar", "Zm9vYmFy"}};

TEST_CASE("base64 agrees with the vectors of RFC 4648") {
  for (const Vector& vector : kVectors) {
    CHECK(Encoded(vector.bytes) == vector.text);
    std::string decoded = "kept:";
    CHECK_FALSE(DecodeBase64(vector.text, decoded).has_value());
    CHECK(decoded == std::string("kept:") + vector.bytes);
  }
}

TEST_CASE("base64 uses the standard alphabet") {
  CHECK(Encoded("\xfb\xef\xbe\xff\xff\xff") == "++++////");
}

TEST_CASE("base64 of any bytes decodes to those bytes") {
  Prng prng(1);
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string bytes = RandomBytes(prng, size);
    const std::string text = Encoded(bytes);
    CHECK(text.size() == Base64Size(size));
    std::string decoded;
    CHECK_FALSE(DecodeBase64(text, decoded).has_value());
    CHECK(decoded == bytes);
  }
}

TEST_CASE("every byte is told from the alphabet, wherever it stands in a long base64 text") {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string good = alphabet + alphabet + alphabet;
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < good.size(); ++place) {
      std::string text = good;
      text[place] = static_cast<char>(byte);
      std::string decoded;
      const bool accepted = !DecodeBase64(text, decoded).has_value();
      const bool is_padding = byte == '=' && place + 1 == good.size();
      if (alphabet.find(text[place]) != std::string::npos || is_padding) {
        // Padding behind a character with more bits than it may have is refused all the same.
        if (accepted != !is_padding) FAIL("byte ", byte, " at ", place);
        if (accepted && Encoded(decoded) != text) FAIL("byte ", byte, " at ", place);
      } else if (accepted) {
        FAIL("byte ", byte, " at ", place, " was accepted");
      }
    }
  }
}

void CheckRefused(std::string_view text, Base64Error::Kind kind, std::string_view character = "") {
  CAPTURE(text);
  std::string out = "kept";
  const auto error = DecodeBase64(text, out);
  REQUIRE(error.has_value());
  CHECK(error->kind == kind);
  CHECK(error->character == character);
  CHECK(out == "kept");
}

TEST_CASE("a base64 text whose length is no multiple of four is refused") {
  for (const char* text : {"A", "AA", "AAA", "AAAAA", "=", "?"}) {
    CheckRefused(text, Base64Error::Kind::kLength);
  }
}

TEST_CASE("the first bad character of a base64 text is reported") {
  using enum Base64Error::Kind;
  CheckRefused("AA-A", kCharacter, "-");
  CheckRefused("AAAA_AAA", kCharacter, "_");
  CheckRefused("AA\nA", kCharacter, "\n");
  CheckRefused("?!AA", kCharacter, "?");
  CheckRefused("AAA?", kCharacter, "?");
  CheckRefused(
      "A\xc3\xbc"
      "A",
      kCharacter, "\xc3\xbc");
  CheckRefused(std::string_view("AA\0A", 4), kCharacter, std::string_view("\0", 1));
}

TEST_CASE("padding before other characters is a bad character") {
  using enum Base64Error::Kind;
  CheckRefused("AA=A", kCharacter, "=");
  CheckRefused("=AAA", kCharacter, "=");
  CheckRefused("AA==AAAA", kCharacter, "=");
  CheckRefused("AA=?", kCharacter, "=");
}

TEST_CASE("a base64 tail that would not encode back to itself is refused") {
  using enum Base64Error::Kind;
  CheckRefused("AB==", kTail);
  CheckRefused("AAB=", kTail);
  CheckRefused("AAAAZh==", kTail);
  CheckRefused("A===", kTail);
  CheckRefused("====", kTail);
  CheckRefused("AAAA====", kTail);
  CheckRefused("AA======", kTail);
}

TEST_CASE("of two faults the character comes before the tail, the length before both") {
  CheckRefused("?AAAAB==", Base64Error::Kind::kCharacter, "?");
  CheckRefused("?AB==", Base64Error::Kind::kLength);
}

TEST_CASE("what is accepted as base64 encodes back to itself") {
  Prng prng(2);
  const std::string_view characters = "AQgw/+9=?";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (int i = 0; i < 8; ++i) text += characters[prng.Next() % characters.size()];
    std::string decoded;
    const bool accepted = !DecodeBase64(text, decoded).has_value();
    if (accepted) {
      CHECK(Encoded(decoded) == text);
    } else {
      CHECK(decoded.empty());
    }
  }
}

}  // namespace
}  // namespace runnel

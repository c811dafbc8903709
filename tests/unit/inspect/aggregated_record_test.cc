#include "core/inspect/aggregated_record.h"

#include <doctest/doctest.h>

#include <string>

#include "core/base/md5.h"

namespace runnel {
namespace {

std::string Packed(const std::string& message) {
  std::string packed = "\xf3\x89\x9a\xc2" + message;
  for (const std::uint8_t byte : Md5(message)) packed += static_cast<char>(byte);
  return packed;
}

// partition keys "a", "bc"; explicit hash key "7"; records {0, "x"}, {1, hash 0, "yz"} with a tag.
const std::string kMessage = std::string(
                                 "\x0a\x01"
                                 "a"
                                 "\x0a\x02"
                                 "bc"
                                 "\x12\x01"
                                 "7",
                                 10) +
                             std::string(
                                 "\x1a\x05\x08\x00\x1a\x01"
                                 "x",
                                 7) +
                             std::string(
                                 "\x1a\x0d\x08\x01\x10\x00\x1a\x02"
                                 "yz"
                                 "\x22\x03\x0a\x01"
                                 "k",
                                 15);

TEST_CASE("UnpackAggregate: the records of a producer library come out in order") {
  const std::string packed = Packed(kMessage);
  const auto records = UnpackAggregate(packed);
  REQUIRE(records);
  REQUIRE(records->size() == 2);
  CHECK((*records)[0].partition_key == "a");
  CHECK((*records)[0].data == "x");
  CHECK_FALSE((*records)[0].explicit_hash_key);
  CHECK((*records)[1].partition_key == "bc");
  CHECK((*records)[1].data == "yz");
  CHECK((*records)[1].explicit_hash_key == "7");
}

TEST_CASE("UnpackAggregate: what is no aggregate, cut or changed is none") {
  const std::string whole = Packed(kMessage);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(UnpackAggregate(std::string_view(whole).substr(0, size)));
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x40);
    CHECK_FALSE(UnpackAggregate(changed));
  }
  CHECK_FALSE(UnpackAggregate("plain text"));
  // A key that is not in the table, and lengths that go beyond the end, with a right digest.
  CHECK_FALSE(
      UnpackAggregate(Packed(std::string("\x1a\x05\x08\x03\x1a\x01"
                                         "x",
                                         7))));
  CHECK_FALSE(
      UnpackAggregate(Packed("\x0a\x7f"
                             "a")));
  CHECK_FALSE(UnpackAggregate(Packed("\x0b")));
}

TEST_CASE("UnpackAggregate: an aggregate of nothing holds nothing") {
  const auto records = UnpackAggregate(Packed(""));
  REQUIRE(records);
  CHECK(records->empty());
}

}  // namespace
}  // namespace runnel

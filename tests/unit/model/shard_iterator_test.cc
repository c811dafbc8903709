#include "core/model/shard_iterator.h"

#include <doctest/doctest.h>

#include "core/base/base64.h"

namespace runnel {
namespace {

constexpr SealKey kKey{1, 2};

ShardIterator IteratorOf(const std::string& stream) {
  ShardIterator iterator;
  iterator.issued = {1'700'000'000'123};
  iterator.scope = {AccountId("123456789012"), Region("us-east-1")};
  iterator.stream = StreamName(stream);
  iterator.stream_uid = {77};
  iterator.shard = {2'147'483'647};
  iterator.position = {SequenceNumber::kClosingIndex, 1'700'000'005};
  return iterator;
}

std::string Decoded(std::string_view text) {
  std::string bytes;
  CHECK_FALSE(DecodeBase64(text, bytes).has_value());
  return bytes;
}

TEST_CASE("an opened shard iterator is what was sealed") {
  const ShardIterator sealed = IteratorOf("events");
  const auto opened = ShardIterator::Open(kKey, sealed.Seal(kKey, 5));
  REQUIRE(opened.has_value());
  CHECK(opened->issued == sealed.issued);
  CHECK(opened->scope == sealed.scope);
  CHECK(opened->stream == sealed.stream);
  CHECK(opened->stream_uid == sealed.stream_uid);
  CHECK(opened->shard == sealed.shard);
  CHECK(opened->position == sealed.position);
}

TEST_CASE("a shard iterator has the length that the service's have") {
  const struct {
    std::size_t name;
    std::size_t bytes;
  } kRows[] = {{1, 152},  {13, 152}, {14, 168},  {29, 168},
               {30, 184}, {45, 184}, {126, 280}, {128, 280}};
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    const std::string text = IteratorOf(std::string(row.name, 's')).Seal(kKey, 1);
    CHECK(Decoded(text).size() == row.bytes);
    CHECK(ShardIterator::Open(kKey, text).has_value());
  }
}

TEST_CASE("a shard iterator begins with ten As and one of E to H") {
  for (std::uint64_t nonce = 0; nonce < 20; ++nonce) {
    const std::string text = IteratorOf("events").Seal(kKey, nonce);
    CHECK(text.substr(0, 10) == "AAAAAAAAAA");
    CHECK(text[10] >= 'E');
    CHECK(text[10] <= 'H');
  }
}

TEST_CASE("equal shard iterators look different under different nonces") {
  const ShardIterator iterator = IteratorOf("events");
  CHECK(iterator.Seal(kKey, 1) != iterator.Seal(kKey, 2));
  CHECK(iterator.Seal(kKey, 1) == iterator.Seal(kKey, 1));
}

TEST_CASE("one pair of quotes around a shard iterator is taken off") {
  const std::string text = IteratorOf("events").Seal(kKey, 5);
  CHECK(ShardIterator::Open(kKey, "\"" + text + "\"").has_value());
  CHECK_FALSE(ShardIterator::Open(kKey, "\"\"" + text + "\"\"").has_value());
  CHECK_FALSE(ShardIterator::Open(kKey, "\"" + text).has_value());
  CHECK_FALSE(ShardIterator::Open(kKey, "\"").has_value());
  CHECK_FALSE(ShardIterator::Open(kKey, "\"\"").has_value());
}

TEST_CASE("a shard iterator that is altered anywhere does not open") {
  const std::string text = IteratorOf("events").Seal(kKey, 5);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    CAPTURE(i);
    CHECK_FALSE(ShardIterator::Open(kKey, altered).has_value());
  }
}

TEST_CASE("a shard iterator that is cut or lengthened does not open") {
  const std::string text = IteratorOf("events").Seal(kKey, 5);
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK_FALSE(ShardIterator::Open(kKey, text.substr(0, size)).has_value());
  }
  CHECK_FALSE(ShardIterator::Open(kKey, text + "AAAA").has_value());
  CHECK_FALSE(ShardIterator::Open(kKey, " " + text).has_value());
}

TEST_CASE("a shard iterator of another emulator does not open") {
  const std::string text = IteratorOf("events").Seal(kKey, 5);
  CHECK_FALSE(ShardIterator::Open({1, 3}, text).has_value());
  CHECK_FALSE(ShardIterator::Open({3, 2}, text).has_value());
  CHECK_FALSE(ShardIterator::Open(kKey, std::string(204, 'A')).has_value());
}

}  // namespace
}  // namespace runnel

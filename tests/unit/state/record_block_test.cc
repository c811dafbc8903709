#include "core/state/record_block.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"

namespace runnel {
namespace {

std::string Block() {
  RecordBlockWriter writer;
  writer.Add({5, {1'700'000'000'000}, false, "key", "data"});
  writer.Add({9, {1'700'000'000'000}, true, {}, ""});
  writer.Add({10, {1'700'000'005'000}, false, std::string_view("", 0), std::string(70'000, 'x')});
  CHECK(writer.count() == 3);
  CHECK(writer.first_index() == 5);
  CHECK(writer.last_index() == 10);
  CHECK(writer.last_at() == Timestamp{1'700'000'005'000});
  return writer.Take();
}

TEST_CASE("Records of a block are read as they were written") {
  const std::string block = Block();
  std::vector<RestoredRecord> records;
  REQUIRE(ReadRecordBlock(block, records));
  REQUIRE(records.size() == 3);
  CHECK(records[0].index == 5);
  CHECK(records[0].partition_key == "key");
  CHECK(records[0].data == "data");
  CHECK(records[1].index == 9);
  CHECK(records[1].encrypted);
  CHECK(records[1].partition_key.data() == nullptr);
  CHECK(records[1].data.empty());
  CHECK(records[2].at == Timestamp{1'700'000'005'000});
  CHECK(records[2].partition_key.data() != nullptr);
  CHECK(records[2].data.size() == 70'000);
}

TEST_CASE("A block that was cut within a record is refused") {
  const std::string block = Block();
  std::vector<RestoredRecord> records;
  for (const std::size_t size : {std::size_t{1}, std::size_t{9}, block.size() - 1}) {
    CHECK_FALSE(ReadRecordBlock(std::string_view(block).substr(0, size), records));
  }
}

TEST_CASE("A block with a time beyond all times is refused") {
  // Its second record is of 21 ms, its third of 2^63 - 15 ms later.
  constexpr std::string_view kBlock(
      "\x0a\x00\x00\x00\x16\x2a\x01\x00\x08\xe2\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01\x00", 21);
  std::vector<RestoredRecord> records;
  CHECK_FALSE(ReadRecordBlock(kBlock, records));
}

TEST_CASE("Records of a block that is read are in order, whatever was changed in it") {
  RecordBlockWriter writer;
  for (std::uint64_t i = 1; i < 20; ++i)
    writer.Add({i * 3, {1000 + static_cast<int>(i)}, false, "k", "d"});
  const std::string block = writer.Take();
  Prng random(11);
  std::vector<RestoredRecord> records;
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string changed = block;
    changed[random.Next() % changed.size()] = static_cast<char>(random.Next());
    if (!ReadRecordBlock(changed, records)) continue;
    ++read;
    for (std::size_t r = 1; r < records.size(); ++r) {
      REQUIRE(records[r].index > records[r - 1].index);
      REQUIRE(records[r].at >= records[r - 1].at);
    }
  }
  CHECK(read > 1000);
}

}  // namespace
}  // namespace runnel

#include "core/model/hash_key.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

std::size_t ShardOf(HashKey key, const std::vector<HashKeyRange>& ranges) {
  std::size_t found = ranges.size();
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (!ranges[i].Contains(key)) continue;
    CHECK(found == ranges.size());
    found = i;
  }
  return found;
}

TEST_CASE("the initial ranges begin where the service's do") {
  const struct {
    std::int32_t shards;
    const char* second;  // where the second shard begins
    const char* last;    // where the last shard begins
  } kRows[] = {
      {2, "170141183460469231731687303715884105728", "170141183460469231731687303715884105728"},
      {3, "113427455640312821154458202477256070485", "226854911280625642308916404954512140970"},
      {4, "85070591730234615865843651857942052864", "255211775190703847597530955573826158592"},
      {5, "68056473384187692692674921486353642291", "272225893536750770770699685945414569164"},
      {6, "56713727820156410577229101238628035242", "283568639100782052886145506193140176210"},
      {7, "48611766702991209066196372490252601636", "291670600217947254397178234941515609816"},
      {8, "42535295865117307932921825928971026432", "297747071055821155530452781502797185024"},
      {10, "34028236692093846346337460743176821145", "306254130228844617117037146688591390305"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.shards);
    const auto ranges = InitialHashKeyRanges(row.shards);
    CHECK(ranges[1].starting.ToString() == row.second);
    CHECK(ranges.back().starting.ToString() == row.last);
  }
}

TEST_CASE("the initial ranges of five shards are those of the service, each") {
  const char* const kStarts[] = {
      "0", "68056473384187692692674921486353642291", "136112946768375385385349842972707284582",
      "204169420152563078078024764459060926873", "272225893536750770770699685945414569164"};
  const auto ranges = InitialHashKeyRanges(5);
  REQUIRE(ranges.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(ranges[i].starting.ToString() == kStarts[i]);
}

TEST_CASE("one shard has the whole key space") {
  const auto ranges = InitialHashKeyRanges(1);
  REQUIRE(ranges.size() == 1);
  CHECK(ranges[0] == HashKeyRange{{0}, HashKey::Max()});
  CHECK(HashKey::Max().ToString() == "340282366920938463463374607431768211455");
}

TEST_CASE("initial ranges of any count tile the key space") {
  for (const std::int32_t count : {1, 2, 3, 7, 64, 100, 1000, 4096, 9999, 10'000}) {
    CAPTURE(count);
    const auto ranges = InitialHashKeyRanges(count);
    REQUIRE(ranges.size() == static_cast<std::size_t>(count));
    CHECK(ranges.front().starting == HashKey{0});
    CHECK(ranges.back().ending == HashKey::Max());
    bool adjoin = true;
    for (std::size_t i = 1; i < ranges.size(); ++i) {
      adjoin = adjoin && ranges[i - 1].ending.value + 1 == ranges[i].starting.value;
    }
    CHECK(adjoin);
  }
}

TEST_CASE("a partition key goes to the shard that the service sends it to") {
  const struct {
    const char* partition_key;
    const char* hash_key;
    std::size_t shard_of_2, shard_of_3, shard_of_4, shard_of_5;
  } kRows[] = {
      {"a", "16955237001963240173058271559858726497", 0, 0, 0, 0},
      {"b", "195289424170611159128911017612795795343", 1, 1, 2, 2},
      {"c", "99079589977253916124855502156832923443", 0, 0, 1, 1},
      {"d", "173422077530204247440288476180261147053", 1, 1, 2, 2},
      {"e", "299611584147932843547128611849858313266", 1, 2, 3, 4},
      {"f", "190917122200326810055233066464581373159", 1, 1, 2, 2},
      {"1", "261578874264819908609102035485573088411", 1, 2, 3, 3},
      {"test", "12707736894140473154801792860916528374", 0, 0, 0, 0},
      {"key", "80325066489831061459460196859901989661", 0, 0, 0, 1},
      {"\xC3\xBC", "255482112228542481294366945247899473731", 1, 2, 3, 3},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.partition_key);
    const HashKey key = HashKey::OfPartitionKey(row.partition_key);
    CHECK(key.ToString() == row.hash_key);
    CHECK(HashKey::Parse(row.hash_key) == key);
    CHECK(ShardOf(key, InitialHashKeyRanges(2)) == row.shard_of_2);
    CHECK(ShardOf(key, InitialHashKeyRanges(3)) == row.shard_of_3);
    CHECK(ShardOf(key, InitialHashKeyRanges(4)) == row.shard_of_4);
    CHECK(ShardOf(key, InitialHashKeyRanges(5)) == row.shard_of_5);
  }
}

TEST_CASE("a hash key is below 2^128") {
  CHECK(HashKey::Parse("0") == HashKey{0});
  CHECK(HashKey::Parse("340282366920938463463374607431768211455") == HashKey::Max());
  CHECK_FALSE(HashKey::Parse("340282366920938463463374607431768211456").has_value());
  CHECK_FALSE(HashKey::Parse("999999999999999999999999999999999999999").has_value());
  CHECK_FALSE(HashKey::Parse("").has_value());
  CHECK_FALSE(HashKey::Parse("-1").has_value());
}

TEST_CASE("a range holds both of its ends") {
  const HashKeyRange range{{10}, {20}};
  CHECK(range.Contains({10}));
  CHECK(range.Contains({20}));
  CHECK_FALSE(range.Contains({9}));
  CHECK_FALSE(range.Contains({21}));
}

TEST_CASE("an even split cuts a range in the middle") {
  CHECK(MiddleOf({{0}, HashKey::Max()}).ToString() == "170141183460469231731687303715884105728");
  CHECK(MiddleOf({{0}, {1}}) == HashKey{1});
  CHECK(MiddleOf({{10}, {13}}) == HashKey{12});
  CHECK(MiddleOf({{HashKey::Max().value - 1}, HashKey::Max()}) == HashKey::Max());
}

}  // namespace
}  // namespace runnel

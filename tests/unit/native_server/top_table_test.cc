#include "native-server/command_line/top_table.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "core/base/utf8.h"

namespace runnel {
namespace {

// A stream of one shard, with a hot key.
std::string Table(const std::string& key, std::size_t columns) {
  constexpr const char* kRates = R"({"RecordsPerSecond":1,"BytesPerSecond":1})";
  const std::string rates = std::string(R"("Incoming":)") + kRates + R"(,"Outgoing":)" + kRates;
  const std::string answer =
      R"({"NowMillis":0,"Frozen":false,"Streams":[{"StreamName":"s","OpenShards":1,)" + rates +
      R"(,"Subscriptions":[],"Shards":[{"ShardId":"shardId-000000000000",)" + rates +
      R"(,"Readers":[],"HotKeys":[{"PartitionKey":")" + key + R"(","Share":0.5}]}]}]})";
  return TopTable(boost::json::parse(answer).get_object(), {.rows = 0, .columns = columns});
}

std::string LastLine(const std::string& table) {
  const std::size_t begin = table.rfind('\n', table.size() - 2) + 1;
  return table.substr(begin, table.size() - 1 - begin);
}

TEST_CASE("What is wider than the terminal is cut after a whole character") {
  const std::string whole = LastLine(Table("\u043a\u043b\u044e\u0447", 0));
  const std::size_t key = whole.find("\u043a");
  REQUIRE(key != std::string::npos);
  CHECK(whole.substr(key) == "\u043a\u043b\u044e\u0447 50%");
  CHECK(LastLine(Table("\u043a\u043b\u044e\u0447", key + 3)) == whole.substr(0, key + 6));
  CHECK(LastLine(Table("\u043a\u043b\u044e\u0447", key + 8)) == whole);
  for (std::size_t columns = 1; columns < key + 10; ++columns) {
    CHECK(IsValidUtf8(Table("\u043a\u043b\u044e\u0447", columns)));
  }
}

}  // namespace
}  // namespace runnel

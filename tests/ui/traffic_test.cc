// What the inspector makes of the traffic: where to split, what the limits say, who was given what,
// how calls fared; and the traffic that it makes itself.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <map>

#include "inspector-ui/view_models/call_rates.h"
#include "inspector-ui/view_models/delivery_history.h"
#include "inspector-ui/view_models/even_split.h"
#include "inspector-ui/view_models/generator.h"
#include "inspector-ui/view_models/limit_shares.h"

namespace runnel {
namespace {

RecordRow Row(const std::string& shard_id, const std::string& hash_key, std::int64_t bytes) {
  RecordRow row;
  row.shard_id = shard_id;
  row.hash_key = hash_key;
  row.data_bytes = bytes;
  return row;
}

TEST_CASE("EvenSplitKey: either side takes half of the bytes") {
  ShardView shard;
  shard.shard_id = "a";
  CHECK(EvenSplitKey(shard, {}).empty());
  CHECK(EvenSplitKey(shard, {Row("a", "5", 10), Row("a", "5", 10)}).empty());
  CHECK(EvenSplitKey(shard, {Row("a", "5", 10), Row("b", "7", 10)}).empty());
  CHECK(EvenSplitKey(shard, {Row("a", "9", 10), Row("a", "5", 10)}) == "9");
  // One key with most of it is alone on its side.
  CHECK(EvenSplitKey(shard, {Row("a", "1", 1), Row("a", "2", 90), Row("a", "3", 1),
                             Row("a", "4", 8)}) == "3");
}

TEST_CASE("LimitSharesOf: the rates where no quota is kept, else the quota") {
  ShardView shard;
  shard.incoming.bytes_per_second = 512 * 1024;
  shard.incoming.records_per_second = 2000;
  CHECK(LimitSharesOf(shard)[0].share == doctest::Approx(0.5));
  CHECK(LimitSharesOf(shard)[1].share == doctest::Approx(2));
  shard.quota_used = QuotaView{0.1, 0.2, 0.3, 0.4};
  CHECK(LimitSharesOf(shard)[0].share == doctest::Approx(0.1));
  CHECK(LimitSharesOf(shard)[3].share == doctest::Approx(0.4));
}

TEST_CASE("DeliveryHistory: what came since the last look, and nothing for who is new") {
  DeliveryHistory history;
  World world;
  StreamView& stream = world.streams.emplace_back();
  stream.stream_arn = "arn";
  stream.consumers.emplace_back().consumer_name = "c";
  for (const std::int64_t records : {5, 8, 8, 20}) {
    stream.consumers[0].events.records = records;
    history.Take(world);
  }
  const auto& row = history.Of("arn").at("consumer c");
  REQUIRE(row.size() == 4);
  CHECK(row[0].records == 0);
  CHECK(row[1].records == 3);
  CHECK(row[2].records == 0);
  CHECK(row[3].records == 12);
  world.streams[0].consumers.clear();
  history.Take(world);
  CHECK(history.Of("arn").empty());
  CHECK(history.Of("other").empty());
}

TEST_CASE("CallRatesOf: a place for each second up to the latest call") {
  World world;
  CHECK(CallRatesOf(world, 3).calls == std::vector<float>{0, 0, 0});
  const auto add = [&](std::int64_t at, const char* error, std::int64_t microseconds) {
    CallRow& call = world.calls.emplace_back();
    call.at_millis = at;
    call.error_code = error;
    call.microseconds = microseconds;
  };
  add(1000, "", 5000);  // too long ago
  add(8100, "", 1000);
  add(9900, "X", 2000);
  add(10'100, "", -1);
  add(10'200, "", 4000);
  const CallRates rates = CallRatesOf(world, 3);
  CHECK(rates.calls == std::vector<float>{1, 1, 2});
  CHECK(rates.refused == std::vector<float>{0, 1, 0});
  CHECK(rates.milliseconds[2] == doctest::Approx(4));
}

TEST_CASE("Generator: as many as are due, and none for a time when nobody looked") {
  Generator generator;
  GeneratorSettings settings;
  settings.records_per_second = 10;
  generator.Restart(100);
  CHECK(generator.Due(100.05, settings) == 0);
  CHECK(generator.Due(100.1001, settings) == 1);
  CHECK(generator.Due(100.6002, settings) == 5);
  CHECK(generator.Due(1000, settings) == 10);
}

std::map<std::string, int> KeysOf(KeyDistribution distribution) {
  Generator generator;
  GeneratorSettings settings;
  settings.keys = 10;
  settings.data_bytes = 60;
  settings.distribution = distribution;
  std::map<std::string, int> keys;
  const boost::json::object batch = generator.Batch("arn", Generator::kRecordsMax, settings);
  CHECK(batch.at("StreamARN") == "arn");
  for (const boost::json::value& record : batch.at("Records").get_array()) {
    const boost::json::object& put = record.get_object();
    CHECK(put.at("Data").get_string().size() == 80);  // 60 bytes in base64
    ++keys[std::string(put.at("PartitionKey").get_string())];
  }
  return keys;
}

TEST_CASE("Generator: keys are drawn as one chooses") {
  CHECK(KeysOf(KeyDistribution::kOneKey).size() == 1);
  const auto even = KeysOf(KeyDistribution::kUniform);
  CHECK(even.size() == 10);
  const auto skewed = KeysOf(KeyDistribution::kSkewed);
  CHECK(skewed.at("key-0") > 2 * even.at("key-0"));
  CHECK(skewed.at("key-0") > 3 * skewed.at("key-9"));
}

}  // namespace
}  // namespace runnel

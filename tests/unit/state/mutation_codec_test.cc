#include "core/state/mutation_codec.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

StreamCreated Created() {
  StreamCreated created;
  created.uid = {7};
  created.arn = Scene::ArnOf("events");
  created.at = {1'700'000'000'000};
  created.mode = StreamMode::kOnDemand;
  created.shard_count = 4;
  created.warm_throughput = WarmThroughput{100, 50};
  created.tags = {{"a", "b"}, {"", std::string(300, 'x')}};
  created.due = {1'700'000'000'500};
  return created;
}

template <class M>
M RoundTrip(const M& mutation) {
  const auto encoded = EncodeMutation(mutation);
  REQUIRE(encoded);
  const auto decoded = DecodeMutation(encoded->bytes);
  REQUIRE(decoded);
  REQUIRE(std::holds_alternative<M>(*decoded));
  CHECK(EncodeMutation(*decoded)->bytes == encoded->bytes);
  return std::get<M>(*decoded);
}

TEST_CASE("A durable mutation is read as it was written") {
  const StreamCreated created = RoundTrip(Created());
  CHECK(created.arn == Scene::ArnOf("events"));
  CHECK(created.mode == StreamMode::kOnDemand);
  CHECK(created.warm_throughput->current_mibps == 50);
  CHECK(created.tags == Created().tags);
  CHECK(created.due == Created().due);

  ShardsReplaced replaced;
  replaced.uid = {7};
  replaced.at = {-5};
  replaced.closed = {{0}, {1}};
  replaced.opened = {{{2}, ShardId{0}, ShardId{1}, {{0}, HashKey::Max()}}};
  replaced = RoundTrip(replaced);
  CHECK(replaced.at.milliseconds == -5);
  CHECK(replaced.opened.at(0).range.ending == HashKey::Max());
  CHECK(replaced.opened.at(0).adjacent_parent == ShardId{1});

  FaultRule rule;
  rule.rule_id = "r";
  rule.action = "ERROR";
  rule.operations = {"Put*"};
  rule.probability = 0.25;
  rule.every_nth = 3;
  rule.durable = true;
  rule = RoundTrip(FaultRuleAdded{rule, {7}}).rule;
  CHECK(rule.operations == std::vector<std::string>{"Put*"});
  CHECK(rule.probability == 0.25);
  CHECK(rule.every_nth == 3);
  CHECK_FALSE(rule.first_n);
  CHECK(RoundTrip(FaultRuleRemoved{"r", true}).rule_id == "r");
  const auto key = RoundTrip(KeyStateChanged{"alias/k", KeyState::kThrottled});
  CHECK(key.key_id == "alias/k");
  CHECK(key.state == KeyState::kThrottled);
  const auto began = RoundTrip(EncryptionPeriodBegan{{7}, {{8}, "alias/k"}});
  CHECK(began.uid == StreamUid{7});
  CHECK(began.period.from == Timestamp{8});
  CHECK(began.period.key_id == "alias/k");
  CHECK(RoundTrip(StreamLimitsChanged{{7}, false}).enforced == false);

  CHECK(RoundTrip(PolicyChanged{ConsumerUid{3}, std::nullopt}).policy == std::nullopt);
  const auto pending =
      RoundTrip(StreamChangeStarted{{1}, PendingSplit{{0}, {Uint128{1} << 127}}, {}});
  CHECK(std::get<PendingSplit>(pending.change).new_starting_hash_key.value == Uint128{1} << 127);
}

TEST_CASE("What ends with the process is not written") {
  CHECK_FALSE(EncodeMutation(SubscriptionClosed{{1}}));
  CHECK_FALSE(IsDurable(SubscriptionClosed{{1}}));
  CHECK(IsDurable(RecordsAppended{}));
  CHECK(IsDurable(StreamDeleted{}));
  FaultRule rule;
  rule.rule_id = "r";
  CHECK_FALSE(EncodeMutation(FaultRuleAdded{rule, {7}}));
  CHECK_FALSE(IsDurable(FaultRuleRemoved{"r"}));
}

// The bytes of a journal that is out there. A change of these breaks every journal.
TEST_CASE("The form of a mutation stays as it is") {
  const auto bytes = EncodeMutation(DailyQuotaUsed{{5}, DailyQuota::kModeChange, {300}})->bytes;
  CHECK(bytes == std::string_view("\x07\x04\x05\x01\xd8\x04", 6));
}

TEST_CASE("Members that an older version did not know keep their defaults") {
  // RecordsTrimmed without its two last members.
  const std::string older("\x08\x04\x02\x04\xd8\x04", 6);
  const auto mutation = DecodeMutation(older);
  REQUIRE(mutation);
  const auto& trimmed = std::get<RecordsTrimmed>(*mutation);
  CHECK(trimmed.uid == StreamUid{2});
  CHECK(trimmed.shard == ShardId{2});
  CHECK(trimmed.horizon == Timestamp{300});
  CHECK(trimmed.next_index == 1);

  // StreamRestored, ShardImage in it, and StreamSettingsChanged.
  StreamRestored stream;
  stream.uid = {2};
  stream.arn = Scene::ArnOf("events");
  stream.shards.emplace_back();
  stream.gone_before = {7};
  CHECK(RoundTrip(stream).gone_before == Timestamp{7});
  StreamSettingsChange change;
  change.retention_hours = 48;
  CHECK(RoundTrip(StreamSettingsChanged{{2}, change, {300}}).at == Timestamp{300});
}

TEST_CASE("Bytes that were cut or that nobody wrote are no mutation") {
  const std::string whole = EncodeMutation(Created())->bytes;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(DecodeMutation(std::string_view(whole).substr(0, size)));
  }
  CHECK_FALSE(DecodeMutation(whole + "x"));
  CHECK_FALSE(DecodeMutation(std::string("\x7f\x00", 2)));
}

TEST_CASE("Changed bytes are read or refused, never read past their end") {
  const std::string whole = EncodeMutation(Created())->bytes;
  Prng random(5);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string changed = whole;
    changed[random.Next() % changed.size()] = static_cast<char>(random.Next());
    changed[random.Next() % changed.size()] = static_cast<char>(random.Next());
    if (!DecodeMutation(changed)) ++refused;
  }
  CHECK(refused > 1000);
}

}  // namespace
}  // namespace runnel

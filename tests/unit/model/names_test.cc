#include "core/model/names.h"

#include <doctest/doctest.h>

#include <limits>

namespace runnel {
namespace {

TEST_CASE("a shard id has twelve digits") {
  CHECK(ShardId{0}.ToString() == "shardId-000000000000");
  CHECK(ShardId{5}.ToString() == "shardId-000000000005");
  CHECK(ShardId{2'147'483'647}.ToString() == "shardId-002147483647");
}

TEST_CASE("a forged negative shard id has twelve characters, sign included") {
  CHECK(ShardId{std::numeric_limits<std::int32_t>::min()}.ToString() == "shardId--02147483648");
  CHECK(ShardId{-1}.ToString() == "shardId--00000000001");
}

TEST_CASE("names are ordered as their texts") {
  CHECK(StreamName("a") < StreamName("b"));
  CHECK(StreamName("B") < StreamName("a"));
  CHECK(StreamName("a") == StreamName("a"));
  CHECK(StreamName().empty());
  CHECK_FALSE(StreamName("a").empty());
}

TEST_CASE("scopes are ordered by account, then by region") {
  const Scope one{AccountId("1"), Region("us-east-1")};
  const Scope same_account{AccountId("1"), Region("us-west-2")};
  const Scope other{AccountId("2"), Region("eu-west-1")};
  CHECK(one < same_account);
  CHECK(same_account < other);
  CHECK(one != same_account);
  CHECK(one == Scope{AccountId("1"), Region("us-east-1")});
}

TEST_CASE("a subscription id of zero names none") {
  CHECK_FALSE(SubscriptionId{});
  CHECK(SubscriptionId{1});
}

}  // namespace
}  // namespace runnel

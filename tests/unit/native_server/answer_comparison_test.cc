#include "native-server/command_line/answer_comparison.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

namespace runnel {
namespace {

using boost::json::parse;

std::vector<std::string> Compare(const char* a, const char* b,
                                 const std::set<std::string, std::less<>>& ignored = {}) {
  return Differences(parse(a), parse(b), ignored);
}

TEST_CASE("Differences: equal answers have none, and volatile members need only be there") {
  CHECK(Compare("{}", "{}").empty());
  CHECK(
      Compare(R"({"ShardId":"a","SequenceNumber":"1"})", R"({"SequenceNumber":"2","ShardId":"a"})")
          .empty());
  CHECK(Compare(R"({"SequenceNumber":"1"})", "{}") ==
        std::vector<std::string>{R"(SequenceNumber: "1", not there in the other)"});
  CHECK(Compare("{}", R"({"NextToken":"t"})") ==
        std::vector<std::string>{R"(NextToken: not there, but "t" in the other)"});
}

TEST_CASE(
    "IsVolatile: times and tokens of all services, but not how long something is set to take") {
  for (const char* name :
       {"StreamCreationTimestamp", "CreationTime", "creationTime", "LastEventTime", "timestamp",
        "ApproximateArrivalTimestamp", "NextToken", "nextToken", "nextForwardToken", "NowMillis",
        "OldestArrivalMillis", "ChannelARN", "ChannelId", "ChannelCreationTimestamp", "ConsumerARN",
        "MillisBehindLatest", "DeliveryId"}) {
    CAPTURE(name);
    CHECK(IsVolatile(name));
  }
  for (const char* name :
       {"Runtime", "DelayMillis", "DelayMaxMillis", "CreateStreamDelayMillis",
        "ShardIteratorLifetimeMillis", "SubscriptionHeartbeatMillis", "StreamARN", "ShardId"}) {
    CAPTURE(name);
    CHECK_FALSE(IsVolatile(name));
  }
}

TEST_CASE("Differences: each is told with where it is") {
  CHECK(Compare(R"({"Shards":[{"ShardId":"a"},{"ShardId":"b"}],"N":1})",
                R"({"Shards":[{"ShardId":"a"},{"ShardId":"c"}],"N":2})") ==
        std::vector<std::string>{R"(Shards[1].ShardId: "b", not "c")", "N: 1, not 2"});
  CHECK(Compare(R"({"L":[1,2]})", R"({"L":[1]})") ==
        std::vector<std::string>{"L: 2 elements, not 1"});
  CHECK(Compare(R"({"A":{"B":1}})", R"({"A":[1]})") ==
        std::vector<std::string>{R"(A: {"B":1}, not [1])"});
  CHECK(Compare(R"({"A":1,"B":1})", R"({"A":2,"B":1})", {"A"}).empty());
}

TEST_CASE("TokenMap: calls name what this endpoint gave in place of what was captured") {
  TokenMap tokens;
  tokens.Learn(parse(R"({"ShardIterator":"old","Records":[{"SequenceNumber":"1"}]})"),
               parse(R"({"ShardIterator":"new","Records":[{"SequenceNumber":"9"}]})"));
  CHECK(tokens.Translate(parse(R"({"ShardIterator":"old"})").get_object()) ==
        parse(R"({"ShardIterator":"new"})").get_object());
  CHECK(tokens.Translate(
            parse(R"({"StartingPosition":{"SequenceNumber":"1"},"StartingSequenceNumber":"1"})")
                .get_object()) ==
        parse(R"({"StartingPosition":{"SequenceNumber":"9"},"StartingSequenceNumber":"9"})")
            .get_object());
  tokens.Learn(parse(R"({"ChannelARN":"a/1","nextForwardToken":"f/1"})"),
               parse(R"({"ChannelARN":"a/2","nextForwardToken":"f/2"})"));
  CHECK(tokens.Translate(
            parse(R"({"ChannelARN":"a/1","ResourceARN":"a/1","nextToken":"f/1"})").get_object()) ==
        parse(R"({"ChannelARN":"a/2","ResourceARN":"a/2","nextToken":"f/2"})").get_object());
  // Neither what is no token nor what was never given is touched.
  for (const char* input : {R"({"Data":"old"})", R"({"ShardIterator":"other"})"}) {
    CHECK(tokens.Translate(parse(input).get_object()) == parse(input).get_object());
  }
}

TEST_CASE("SteadyText: long numbers do not count, short ones do") {
  CHECK(SteadyText("number 49590338271490256608559692538361571095921575989136588898 of 5") ==
        "number # of 5");
  CHECK(SteadyText("") == "");
  CHECK(SteadyText("at 12345678") == "at 12345678");
  CHECK(SteadyText("123456789") == "#");
}

}  // namespace
}  // namespace runnel

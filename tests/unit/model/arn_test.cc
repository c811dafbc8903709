#include "core/model/arn.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

Scope In(const char* region) { return {AccountId("123456789012"), Region(region)}; }

// What a ResourceARN names: "stream", "consumer", "channel" or "nothing".
std::string KindOf(std::string_view text) {
  const auto arn = ParseResourceArn(text);
  if (!arn) return "nothing";
  if (std::holds_alternative<StreamArn>(*arn)) return "stream";
  return std::holds_alternative<ConsumerArn>(*arn) ? "consumer" : "channel";
}

TEST_CASE("a stream's ARN names its AWS partition, region, account and name") {
  CHECK(StreamArn{In("us-east-1"), StreamName("events")}.ToString() ==
        "arn:aws:kinesis:us-east-1:123456789012:stream/events");
  const struct {
    const char* region;
    const char* prefix;
  } kRegions[] = {{"eu-central-1", "arn:aws:"},
                  {"cn-north-1", "arn:aws-cn:"},
                  {"us-gov-west-1", "arn:aws-us-gov:"},
                  {"us-iso-east-1", "arn:aws-iso:"},
                  {"us-isob-east-1", "arn:aws-iso-b:"}};
  for (const auto& expected : kRegions) {
    CAPTURE(expected.region);
    const StreamArn arn{In(expected.region), StreamName("s")};
    CHECK(arn.ToString().rfind(expected.prefix, 0) == 0);
    CHECK(StreamArn::Parse(arn.ToString()) == arn);
  }
}

TEST_CASE("a consumer's ARN is the stream's with name and creation second") {
  const ConsumerArn arn{
      {In("us-east-1"), StreamName("events")}, ConsumerName("app"), 1'700'000'000};
  const std::string text =
      "arn:aws:kinesis:us-east-1:123456789012:stream/events/consumer/app:1700000000";
  CHECK(arn.ToString() == text);
  const auto parsed = ConsumerArn::Parse(text);
  REQUIRE(parsed.has_value());
  CHECK(parsed->stream == arn.stream);
  CHECK(parsed->consumer == arn.consumer);
  CHECK(parsed->created_seconds == arn.created_seconds);
}

TEST_CASE("a channel's ARN carries its id") {
  const ChannelArn arn{In("us-east-1"), ChannelId("abcdefghij0123456789")};
  const std::string text = "arn:aws:kinesis:us-east-1:123456789012:channel/abcdefghij0123456789";
  CHECK(arn.ToString() == text);
  const auto parsed = ChannelArn::Parse(text);
  REQUIRE(parsed.has_value());
  CHECK(parsed->scope == arn.scope);
  CHECK(parsed->channel == arn.channel);
}

TEST_CASE("what is not quite a stream's ARN is none") {
  for (const char* text :
       {"", "events", "arn:aws:kinesis:us-east-1:123456789012",
        "arn:aws:kinesis:us-east-1:123456789012:", "arn:aws:kinesis:us-east-1:123456789012:stream/",
        "arn:aws:kinesis:us-east-1:123456789012:stream",
        "arn:aws:kinesis:us-east-1:12345678901:stream/s",
        "arn:aws:kinesis:us-east-1:12345678901x:stream/s", "arn:aws:kinesis:us-east-1::stream/s",
        "arn:aws:s3:us-east-1:123456789012:stream/s",
        "urn:aws:kinesis:us-east-1:123456789012:stream/s",
        "arn:gcp:kinesis:us-east-1:123456789012:stream/s",
        "arn:aws:kinesis:us-east-1:123456789012:stream/s/t",
        "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1",
        "arn:aws:kinesis:us-east-1:123456789012:table/s"}) {
    CAPTURE(text);
    CHECK_FALSE(StreamArn::Parse(text).has_value());
  }
}

TEST_CASE("what is not quite a consumer's ARN is none") {
  const std::string stream = "arn:aws:kinesis:us-east-1:123456789012:stream/";
  for (const char* rest : {"s", "s/consumer", "s/consumer/", "s/consumer/c", "s/consumer/c:",
                           "s/consumer/:1", "s/consumer/c:x", "s/consumer/c:1x", "s/consumer/c:-1",
                           "s/consumer/c:99999999999999999999", "/consumer/c:1", "s/user/c:1"}) {
    CAPTURE(rest);
    CHECK_FALSE(ConsumerArn::Parse(stream + rest).has_value());
  }
}

TEST_CASE("a resource's ARN tells streams, consumers and channels apart") {
  const std::string prefix = "arn:aws:kinesis:us-east-1:123456789012:";
  CHECK(KindOf(prefix + "stream/s") == "stream");
  CHECK(KindOf(prefix + "stream/s/consumer/c:1") == "consumer");
  CHECK(KindOf(prefix + "channel/abc") == "channel");
  CHECK(KindOf(prefix + "channel/") == "nothing");
  CHECK(KindOf(prefix + "other/abc") == "nothing");
}

TEST_CASE("an account id is twelve digits") {
  CHECK(IsAccountId("000000000000"));
  CHECK_FALSE(IsAccountId("00000000000"));
  CHECK_FALSE(IsAccountId("0000000000000"));
  CHECK_FALSE(IsAccountId("00000000000a"));
}

}  // namespace
}  // namespace runnel

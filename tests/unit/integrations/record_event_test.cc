#include "core/integrations/event_source_mapping/record_event.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

namespace runnel {
namespace {

const EventOrigin kOrigin{"arn:aws:kinesis:us-east-1:000000000000:stream/orders", "us-east-1",
                          "arn:aws:iam::000000000000:role/r"};

Shard SomeShard() {
  Shard shard;
  shard.id = ShardId{3};
  shard.created_seconds = 1'700'000'000;
  return shard;
}

StoredRecord Record(std::string_view key, std::string_view data) {
  return {{7, 1'700'000'001}, Timestamp{1'700'000'001'234}, key, data, true};
}

TEST_CASE("A record's event has the members that AWS gives, in its order") {
  const Shard shard = SomeShard();
  const StoredRecord record = Record("test_0", "hello");
  const std::string number = shard.NumberAt(record.position).ToString();
  std::string event;
  AppendRecordEvent(kOrigin, shard, record, event);
  CHECK(event ==
        R"({"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"test_0","sequenceNumber":")" +
            number +
            R"(","data":"aGVsbG8=","approximateArrivalTimestamp":1700000001.234},)"
            R"("eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000003:)" +
            number +
            R"(","eventName":"aws:kinesis:record",)"
            R"("invokeIdentityArn":"arn:aws:iam::000000000000:role/r","awsRegion":"us-east-1",)"
            R"("eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders"})");
}

TEST_CASE("Pipes have all members beside each other") {
  EventOrigin origin = kOrigin;
  origin.flat = true;
  std::string event;
  AppendRecordEvent(origin, SomeShard(), Record("k", "hello"), event);
  CHECK(
      event.starts_with(R"({"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":")"));
  CHECK(event.find(R"("approximateArrivalTimestamp":1700000001.234,"eventSource":"aws:kinesis")") !=
        std::string::npos);
}

TEST_CASE("A record that was put without a partition key has none in its event") {
  std::string event;
  AppendRecordEvent(kOrigin, SomeShard(), Record({}, "hello"), event);
  CHECK(event.starts_with(R"({"kinesis":{"kinesisSchemaVersion":"1.0","sequenceNumber":")"));
  CHECK(event.find("partitionKey") == std::string::npos);
}

TEST_CASE("A record's event carries the bytes that were put, and any partition key") {
  const std::string bytes("\x00\xff\"\n", 4);
  std::string event;
  AppendRecordEvent(kOrigin, SomeShard(), Record("a\"b\xc3\xa9", bytes), event);
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(event, failed);
  REQUIRE_FALSE(failed);
  const auto& kinesis = parsed.as_object().at("kinesis").as_object();
  CHECK(kinesis.at("data").as_string() == "AP8iCg==");
  CHECK(kinesis.at("partitionKey").as_string() == "a\"b\xc3\xa9");
}

TEST_CASE("A batch is an object with the records; a window adds what is known of it") {
  CHECK(BatchEvent("1,2") == R"({"Records":[1,2]})");
  const TumblingWindow window{Timestamp{1'607'497'440'000}, Timestamp{1'607'497'560'000},
                              R"({"sum":1})"};
  CHECK(WindowEvent("1", window, kOrigin, "shardId-000000000003", false, false) ==
        R"({"Records":[1],"window":{"start":"2020-12-09T07:04:00Z","end":"2020-12-09T07:06:00Z"},)"
        R"("state":{"sum":1},"shardId":"shardId-000000000003",)"
        R"("eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders",)"
        R"("isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false})");
  CHECK(WindowEvent("", window, kOrigin, "s", true, true)
            .ends_with(R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":true})"));
}

}  // namespace
}  // namespace runnel

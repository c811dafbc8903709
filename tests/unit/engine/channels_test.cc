// Channels through the emulator: when they deliver, what, and what happens when that fails.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/engine/channel_fixture.h"

namespace runnel {
namespace {

constexpr Duration kFreshness = Duration::Seconds(300);

TEST_CASE_FIXTURE(ChannelFixture, "what was put since the channel is ACTIVE comes when it is old") {
  Put("before");
  CreateChannel("ch");
  CHECK(Inspect().at("ChannelStatus") == "ACTIVE");
  Put("a");
  Advance(Duration::Seconds(1));
  Put("b\n");
  Advance(kFreshness - Duration::Seconds(1) - Duration::Milliseconds(1));
  CHECK(Write() == 0);
  CHECK(Inspect().at("UndeliveredRecords") == 2);
  Advance(Duration::Milliseconds(1));
  CHECK(Write() == 1);
  REQUIRE(objects.size() == 1);
  CHECK(objects.begin()->second == "a\nb\n");
  const auto view = Inspect();
  CHECK(view.at("Records") == 2);
  CHECK(view.at("Objects") == 1);
  CHECK(view.at("Bytes") == 4);
  CHECK(view.at("UndeliveredRecords") == 0);
  CHECK("lake/" + std::string(view.at("LastKey").as_string()) == objects.begin()->first);
  CHECK_FALSE(view.contains("NextDueMillis"));
}

TEST_CASE_FIXTURE(ChannelFixture, "a key follows its template, and its suffix makes it unique") {
  CreateChannel("ch", "BYTE_ARRAY",
                R"(,"CompressionType":"GZIP","OutputKeyTemplate":)"
                R"("x/!{stream-name}/!{yyyy}-!{MM}-!{dd}/!{HH}!{mm}!{extension:.bin.gz}")");
  for (int i = 0; i < 2; ++i) {
    Put("a");
    Put("b");
    Advance(kFreshness);
    Write();
  }
  REQUIRE(objects.size() == 2);
  const std::string first = objects.begin()->first;
  // 2023-11-14T22:13:20Z and five minutes.
  const std::string begin = "lake/x/s/2023-11-14/22";
  CHECK(first.starts_with(begin));
  CHECK(first.ends_with(".bin.gz"));
  CHECK(first.size() == begin.size() + 2 + 37 + 7);
  CHECK(objects.begin()->second == "ab");
}

TEST_CASE_FIXTURE(ChannelFixture, "records that are not what the channel takes are dead letters") {
  CreateChannel("ch", "JSON");
  for (const char* const data : {R"({"a": [1, "ä"]})", "{", "", "7", "\"\xff\""}) Put(data);
  Advance(kFreshness);
  Write();
  REQUIRE(objects.size() == 2);
  const auto dead = std::next(objects.begin());
  CHECK(dead->first.starts_with("lake/kinesis-channel/errors/ch/"));
  CHECK(dead->first.ends_with(".json"));
  const std::string lines = dead->second;
  const auto line = boost::json::parse(lines.substr(0, lines.find('\n'))).as_object();
  CHECK(line.at("errorCode") == "InvalidJson");
  CHECK(line.at("shardId") == "shardId-000000000000");
  CHECK(line.at("partitionKey") == "k");
  CHECK(line.at("data") == "ew==");
  CHECK(line.at("approximateArrivalTimestamp").to_number<double>() == 1.7e9);
  CHECK(objects.begin()->second == "{\"a\": [1, \"ä\"]}\n7\n");
  CHECK(Inspect().at("DeadLetters") == 3);
  CHECK(Inspect().at("Records") == 2);
}

TEST_CASE_FIXTURE(ChannelFixture, "what has been delivered and what has not is told as metrics") {
  CreateChannel("ch", "STRING");
  Put("a");
  Put("\xff");
  Advance(kFreshness);
  Write();
  Put("b");
  Advance(Duration::Seconds(2));
  const std::string text = PrometheusText(emulator.Metrics());
  CHECK(text.find("delivery_to_s3_successful_record_count_total{account_id=\"000000000000\","
                  "region=\"us-east-1\",stream_name=\"s\",channel_name=\"ch\",channel_id=\"") !=
        std::string::npos);
  const auto value = [&](const std::string& name) {
    const std::size_t at = text.find("\naws_kinesis_delivery_to_s3_" + name + "{");
    const std::size_t blank = text.find(' ', at);
    return text.substr(blank + 1, text.find('\n', blank) - blank - 1);
  };
  CHECK(value("successful_record_count_total") == "1");
  CHECK(value("failed_record_count_total") == "1");
  CHECK(value("data_freshness_seconds") == "2");
}

TEST_CASE_FIXTURE(ChannelFixture, "shards are read in order, and children after their parents") {
  CreateChannel("ch");
  const std::string far = "340282366920938463463374607431768211455";
  Put("d", far);
  Put("a");
  // An on-demand stream splits by itself, here after this put.
  Control("AddFaultRule", R"({"Action":"RESHARD","Operations":["PutRecord"],"FirstN":1})");
  Put("b");
  Put("f", "85070591730234615865843651857942052863");
  Put("e", "0");
  Advance(kFreshness);
  CHECK(Write() == 1);
  CHECK(All() == "a\nb\nd\ne\nf\n");
}

TEST_CASE_FIXTURE(ChannelFixture, "what is late is delivered before it ages out") {
  CreateChannel("ch");
  Put("a");
  Advance(Duration::Hours(48));  // one step over both
  Put("b");                      // not read by anybody any more: "a"
  CHECK(Read("shardId-000000000000").json.at("Records").as_array().size() == 1);
  CHECK(Write() == 1);
  CHECK(All() == "a\n");
  // Nothing holds it now.
  Advance(Duration::Seconds(2));
  CHECK(Control("InspectStreams", "{}").json.at("Streams").at(0).at("Records") == 1);
}

TEST_CASE_FIXTURE(ChannelFixture, "what waits for a channel alone is not read again later") {
  CreateChannel("ch");
  Put("a");
  Advance(Duration::Hours(25));
  Call("IncreaseStreamRetentionPeriod", R"({"StreamName":"s","RetentionPeriodHours":48})");
  CHECK(Read("shardId-000000000000").json.at("Records").as_array().empty());
  CHECK(Write() == 1);
  CHECK(All() == "a\n");
}

TEST_CASE_FIXTURE(ChannelFixture, "a shard whose time is over is there for channels alone") {
  CreateChannel("ch");
  Control("AddFaultRule", R"({"Action":"RESHARD","Operations":["PutRecord"],"FirstN":1})");
  Put("a");
  Put("b");
  CHECK(Call("ListShards", R"({"StreamName":"s"})").json.at("Shards").as_array().size() == 6);
  Advance(Duration::Hours(24) + Duration::Milliseconds(1));
  const auto listed = Call("ListShards", R"({"StreamName":"s"})").json.at("Shards").as_array();
  REQUIRE(listed.size() == 5);
  CHECK(listed[0].at("ShardId") == "shardId-000000000001");
  CHECK(Read("shardId-000000000000").status == 400);
  const auto view = Inspect();
  CHECK(view.at("UndeliveredRecords") == 2);
  CHECK(view.at("UndeliveredBytes") == 4);
  const auto flushed = Control("FlushChannel", R"({"ChannelName":"ch","Wait":false})");
  CHECK(flushed.json.at("Records") == 2);
  CHECK(Write() == 1);
  CHECK(All() == "a\nb\n");
  Advance(Duration::Seconds(1));
  CHECK(Inspect().at("UndeliveredRecords") == 0);
}

TEST_CASE_FIXTURE(ChannelFixture,
                  "a failed write is tried again with the same object, up to FAILED") {
  Control("UpdateSettings", R"({"ChannelWriteAttempts":3})");
  CreateChannel("ch", "STRING", R"(,"CompressionType":"NONE")",
                R"(,"LoggingConfiguration":{"CloudWatchLogs":{"Enabled":true,
                    "LogGroupName":"g","LogStreamName":"l"}})");
  Put("a");
  Advance(kFreshness);
  CHECK(Write("the disk is full") == 1);
  CHECK(Inspect().at("LastError") == "the disk is full");
  CHECK(Inspect().at("FailedWrites") == 1);
  Put("b");
  Advance(Duration::Milliseconds(999));
  CHECK(Write() == 0);
  Advance(Duration::Milliseconds(1));
  CHECK(Write() == 1);
  CHECK(All() == "a\n");
  CHECK(Inspect().at("FailedWrites") == 0);
  Advance(kFreshness);
  for (int i = 0; i < 3; ++i) {
    CHECK(Write("no") == 1);
    Advance(Duration::Seconds(60));
  }
  CHECK(Write() == 0);
  const auto view = Inspect();
  CHECK(view.at("ChannelStatus") == "FAILED");
  CHECK(view.at("ChannelStatusReason") == "no");
  const auto described =
      Call("DescribeChannel",
           R"({"ChannelARN":")" + std::string(view.at("ChannelARN").as_string()) + "\"}");
  CHECK(described.json.at("ChannelDescription").at("ChannelStatusReason") == "no");
  const auto logged = Send("Logs_20140328.GetLogEvents",
                           R"({"logGroupName":"g","logStreamName":"l","startFromHead":true})");
  const auto& events = logged.json.at("events").as_array();
  REQUIRE(events.size() == 5);
  CHECK(std::string(events[0].at("message").as_string())
            .starts_with(R"({"event":"WRITE_FAILED","channelName":"ch")"));
  CHECK(std::string(events[1].at("message").as_string())
            .starts_with(R"({"event":"DELIVERED","channelName":"ch","records":1)"));
  CHECK(std::string(events[4].at("message").as_string()).find("CHANNEL_FAILED") !=
        std::string::npos);
  // It keeps nothing back, neither records nor the stream.
  CHECK(Call("DeleteStream", R"({"StreamName":"s"})").status == 200);
}

TEST_CASE_FIXTURE(ChannelFixture, "a bucket that cannot be written to makes no channel ACTIVE") {
  Call("CreateChannel",
       R"({"ChannelName":"x","ServiceExecutionRoleARN":"arn:aws:iam::000000000000:role/r",
           "StreamConfigurationList":[{"RecordConfiguration":{"RecordFormatType":"JSON"},
             "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}],
           "S3DestinationConfiguration":{"StorageConfiguration":{"BucketARN":"arn:aws:s3:::lake",
             "ExpectedBucketOwner":"000000000000","CompressionType":"NONE"}}})");
  CHECK(Inspect().at("ChannelStatus") == "CREATING");
  CHECK(Write("there is no such folder") == 1);
  CHECK(Inspect().at("ChannelStatus") == "FAILED");
  CHECK(Inspect().at("ChannelStatusReason") == "there is no such folder");
}

TEST_CASE_FIXTURE(ChannelFixture, "a new freshness is that of what waits already") {
  const std::string arn = CreateChannel("ch");
  Put("a");
  Call("UpdateChannel", R"({"ChannelARN":")" + arn +
                            R"(","S3DestinationConfiguration":{"DataFreshnessInSeconds":900}})");
  Advance(Duration::Seconds(899));
  CHECK(Write() == 0);
  Advance(Duration::Seconds(1));
  CHECK(Write() == 1);
}

TEST_CASE_FIXTURE(ChannelFixture, "a channel that is deleted delivers nothing more") {
  const std::string arn = CreateChannel("ch");
  Put("a");
  Advance(kFreshness);
  const auto under_way = emulator.TakeDeliveries();
  REQUIRE(under_way.size() == 1);
  CHECK(Call("DeleteChannel", R"({"ChannelARN":")" + arn + "\"}").status == 200);
  emulator.CompleteDelivery(under_way[0], {}, "");
  Advance(kFreshness);
  CHECK(Write() == 0);
  CHECK(Control("InspectChannels", "{}").json.at("Channels").as_array().empty());
}

TEST_CASE_FIXTURE(ChannelFixture, "much data does not wait to be old, and makes several objects") {
  CreateChannel("ch", "BYTE_ARRAY");
  const std::string mebibyte(1024 * 1024 - 1, 'x');
  for (int i = 0; i < 63; ++i) Put(mebibyte);
  CHECK(Write() == 0);
  for (int i = 0; i < 66; ++i) Put(mebibyte);
  // The flush took what there was when there was enough, and the next what came meanwhile.
  CHECK(Write() == 1);
  CHECK(Write() == 1);
  CHECK(Write() == 0);
  CHECK(objects.size() == 2);
  CHECK(Inspect().at("Records") == 128);
  CHECK(Inspect().at("UndeliveredRecords") == 1);
}

TEST_CASE_FIXTURE(ChannelFixture, "a flush is not waited for if it is called, but the call waits") {
  CreateChannel("ch");
  CHECK(Control("FlushChannel", R"({"ChannelName":"ch"})").json.at("Records") == 0);
  Put("a");
  const Header headers[] = {{"X-Amz-Target", "Runnel.FlushChannel"},
                            {"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization",
                             "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/"
                             "aws4_request, SignedHeaders=host, Signature=0"}};
  const auto flush = [&] {
    return emulator.Handle({"POST", "/", headers, R"({"ChannelName":"ch"})"});
  };
  Reply reply = flush();
  CHECK(reply.waiting != 0);
  CHECK(emulator.TakeAnswered().empty());
  CHECK(Write() == 1);
  CHECK(emulator.TakeAnswered() == std::vector{reply.waiting});
  emulator.Finish(reply);
  CHECK(reply.status == 200);
  CHECK(reply.body == R"({"Records":1,"RecordsLeft":0})");
  CHECK(All() == "a\n");

  Put("b");
  reply = flush();
  Put("c");
  Reply joined = flush();
  CHECK(joined.body == R"({"Records":1,"RecordsLeft":1})");
  CHECK(Write("the disk is full") == 1);
  CHECK(emulator.TakeAnswered().size() == 2);
  emulator.Finish(reply);
  CHECK(reply.status == 500);
  CHECK(reply.body.find("What channel ch had to deliver was not written: the disk is full") !=
        std::string::npos);
  // A call does not wait for the time of the next try.
  reply = flush();
  CHECK(Write() == 1);
  CHECK(All() == "a\nb\n");
}

}  // namespace
}  // namespace runnel

// Channels of an emulator that ends, and of the one that goes on from its journal or snapshot.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "tests/unit/engine/channel_fixture.h"

namespace runnel {
namespace {

constexpr Duration kFreshness = Duration::Seconds(300);

// A process that goes on at `now`.
struct Process : ChannelFixture {
  Process(MemoryJournal& kept, Timestamp now) : ChannelFixture(WithBuckets(), &kept) {
    clock.now = now;
    emulator.Tick();
  }
};

struct Kept {
  MemoryJournal journal;
  Timestamp now{1'700'000'000'000};
};

TEST_CASE_FIXTURE(Kept, "what was put before a restart is delivered once after it") {
  {
    Process first(journal, now);
    first.CreateChannel("ch");
    first.Put("a");
    first.Commit();
  }
  Process second(journal, now + Duration::Seconds(10));
  second.Put("b");
  CHECK(second.Write() == 0);
  second.Advance(kFreshness - Duration::Seconds(10));
  CHECK(second.Write() == 1);
  CHECK(second.All() == "a\nb\n");
  second.Commit();
  Process third(journal, now + Duration::Hours(1));
  CHECK(third.Write() == 0);
  CHECK(third.Inspect().at("Records") == 2);
}

TEST_CASE_FIXTURE(Kept, "how much makes an object is remembered with what it was set to") {
  {
    Process first(journal, now);
    first.Control("UpdateSettings", R"({"ChannelObjectBytes":4})");
    first.CreateChannel("ch", "BYTE_ARRAY");
    first.Put("a");
    CHECK(first.Write() == 0);
    first.Commit();
  }
  Process second(journal, now);
  CHECK(second.Write() == 0);
  second.Put("b");
  CHECK(second.Write() == 1);
  CHECK(second.All() == "ab");
  second.Control("Reset", "{}");
  second.Call("CreateStream",
              R"({"StreamName":"s","StreamModeDetails":{"StreamMode":"ON_DEMAND"}})");
  second.CreateChannel("ch", "BYTE_ARRAY");
  second.Put("enough for four");
  CHECK(second.Write() == 0);
}

TEST_CASE_FIXTURE(Kept,
                  "a flush that nobody knows the end of is made again, with the same object") {
  std::map<std::string, std::string> written;
  {
    Process first(journal, now);
    first.CreateChannel("ch");
    first.Put("a");
    first.Advance(kFreshness);
    first.Commit();
    const auto deliveries = first.emulator.TakeDeliveries();
    REQUIRE(deliveries.size() == 1);
    first.Keep(deliveries[0].make());  // written, and the process ends before it says so
    written = first.objects;
    first.Put("b");
    first.Commit();
  }
  SUBCASE("by its changes") {}
  SUBCASE("by a checkpoint") {
    Process between(journal, now + kFreshness);
    between.Commit();
    CHECK(journal.Commit(between.emulator.TakeCheckpoint()) == "");
  }
  Process second(journal, now + Duration::Hours(2));
  CHECK(second.Write() == 1);
  CHECK(second.objects == written);
  CHECK(second.Write() == 1);
  CHECK(second.All() == "a\nb\n");
}

TEST_CASE_FIXTURE(Kept, "a write that has failed is tried again at its time after a restart too") {
  {
    Process first(journal, now);
    first.CreateChannel("ch");
    first.Put("a");
    first.Advance(kFreshness);
    CHECK(first.Write("the disk is full") == 1);
    first.Advance(Duration::Seconds(1));
    CHECK(first.Write("the disk is full") == 1);
    first.Commit();
  }
  const Timestamp failed_at = now + kFreshness + Duration::Seconds(1);
  SUBCASE("by its changes") {}
  SUBCASE("by a checkpoint") {
    Process between(journal, failed_at);
    between.Commit();
    CHECK(journal.Commit(between.emulator.TakeCheckpoint()) == "");
  }
  Process second(journal, failed_at + Duration::Milliseconds(1999));
  CHECK(second.Inspect().at("FailedWrites") == 2);
  CHECK(second.Inspect().at("LastError") == "the disk is full");
  CHECK(second.Write() == 0);
  second.Advance(Duration::Milliseconds(1));
  CHECK(second.Write() == 1);
  CHECK(second.All() == "a\n");
  CHECK(second.Inspect().at("FailedWrites") == 0);
}

TEST_CASE_FIXTURE(Kept,
                  "what nobody but a channel can read any more is delivered after a restart") {
  {
    Process first(journal, now);
    first.CreateChannel("ch");
    first.Put("a");
    first.Advance(Duration::Hours(30));
    first.Commit();
  }
  Process second(journal, now + Duration::Hours(60));
  CHECK(second.Write() == 1);
  CHECK(second.All() == "a\n");
  second.Advance(Duration::Seconds(2));
  second.Commit();
  CHECK(journal.block_count() == 0);
}

TEST_CASE_FIXTURE(Kept, "a shard that only a channel sees is delivered after a restart") {
  {
    Process first(journal, now);
    first.CreateChannel("ch");
    first.Put("a");
    first.Control("AddFaultRule", R"({"Action":"RESHARD","Operations":["PutRecord"],"FirstN":1})");
    first.Put("b");
    first.Advance(Duration::Hours(30));
    first.Call("IncreaseStreamRetentionPeriod", R"({"StreamName":"s","RetentionPeriodHours":48})");
    first.Commit();
  }
  SUBCASE("by its changes") {}
  SUBCASE("by a checkpoint") {
    Process between(journal, now + Duration::Hours(30));
    between.Commit();
    CHECK(journal.Commit(between.emulator.TakeCheckpoint()) == "");
  }
  Process second(journal, now + Duration::Hours(31));
  CHECK(second.Read("shardId-000000000000").status == 400);
  CHECK(second.Write() == 1);
  CHECK(second.All() == "a\nb\n");
  second.Advance(Duration::Seconds(2));
  second.Commit();
  CHECK(journal.block_count() == 0);
  Process third(journal, now + Duration::Hours(32));
  CHECK(third.Read("shardId-000000000000").status == 400);
  CHECK(third.Inspect().at("UndeliveredRecords") == 0);
}

TEST_CASE_FIXTURE(Kept, "a bucket that was being tried is tried again") {
  {
    Process first(journal, now);
    first.emulator.TakeDeliveries();
    first.Call("CreateChannel",
               R"({"ChannelName":"x","ServiceExecutionRoleARN":"arn:aws:iam::000000000000:role/r",
                   "StreamConfigurationList":[{"RecordConfiguration":{"RecordFormatType":"JSON"},
                     "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}],
                   "S3DestinationConfiguration":{"StorageConfiguration":{
                     "BucketARN":"arn:aws:s3:::lake","ExpectedBucketOwner":"000000000000",
                     "CompressionType":"NONE"}}})");
    first.Commit();
  }
  Process second(journal, now);
  CHECK(second.Inspect().at("ChannelStatus") == "CREATING");
  CHECK(second.Write() == 1);
  CHECK(second.Inspect().at("ChannelStatus") == "ACTIVE");
}

TEST_CASE_FIXTURE(Kept, "a process that writes no objects ends what one that did had begun") {
  {
    Process first(journal, now);
    first.CreateChannel("ch");
    first.Put("a");
    first.Advance(kFreshness);
    first.Commit();
  }
  ChannelFixture second(WithoutDelays(), &journal);
  const auto view = second.Inspect();
  CHECK(view.at("BeingWritten") == false);
  CHECK(view.at("Records") == 1);
  CHECK(view.at("Objects") == 0);
}

}  // namespace
}  // namespace runnel

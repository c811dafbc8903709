// An emulator with an on-demand stream "s", and channels whose objects the test writes.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/base/base64.h"
#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/memory_journal.h"

namespace runnel {

inline Settings WithBuckets() {
  Settings settings = WithoutDelays();
  settings.channel_deliveries = ChannelDeliveries::kHost;
  return settings;
}

struct ChannelFixture : EmulatorFixture {
  explicit ChannelFixture(const Settings& settings = WithBuckets(), MemoryJournal* kept = nullptr)
      : EmulatorFixture(settings, 1, kept != nullptr), journal(kept) {
    if (journal != nullptr) CHECK(emulator.Recover(*journal).failure == "");
    Call("CreateStream", R"({"StreamName":"s","StreamModeDetails":{"StreamMode":"ON_DEMAND"}})");
  }

  // `storage`: further members of StorageConfiguration, each with a comma before it.
  std::string CreateChannel(const std::string& name, const std::string& format = "STRING",
                            const std::string& storage = R"(,"CompressionType":"NONE")",
                            const std::string& more = "") {
    const Answer answer =
        Call("CreateChannel",
             R"({"ChannelName":")" + name +
                 R"(","ServiceExecutionRoleARN":"arn:aws:iam::000000000000:role/r",)"
                 R"("StreamConfigurationList":[{"RecordConfiguration":{"RecordFormatType":")" +
                 format +
                 R"("},"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}],)"
                 R"("S3DestinationConfiguration":{"StorageConfiguration":{)"
                 R"("BucketARN":"arn:aws:s3:::lake","ExpectedBucketOwner":"000000000000")" +
                 storage + "}}" + more + "}");
    CHECK(answer.status == 200);
    Write();  // the bucket is tried
    return std::string(answer.json.at("ChannelDescription").at("ChannelARN").as_string());
  }

  // To the shard of the key: "0" and "1" go to different ones.
  void Put(const std::string& data, const std::string& hash_key = "0") {
    std::string encoded;
    AppendBase64(data, encoded);
    const Answer answer =
        Call("PutRecord", R"({"StreamName":"s","PartitionKey":"k","Data":")" + encoded +
                              R"(","ExplicitHashKey":")" + hash_key + "\"}");
    CHECK(answer.status == 200);
  }

  // GetRecords from the trim horizon on; what GetShardIterator answers if it gives none.
  Answer Read(const std::string& shard) {
    Answer answer = Call("GetShardIterator", R"({"StreamName":"s","ShardId":")" + shard +
                                                 R"(","ShardIteratorType":"TRIM_HORIZON"})");
    if (answer.status != 200) return answer;
    const std::string iterator(answer.json.at("ShardIterator").as_string());
    return Call("GetRecords", R"({"ShardIterator":")" + iterator + "\"}");
  }

  // Does as a host does with what there is, and gives how many deliveries that was.
  std::size_t Write(const std::string& failure = "") {
    const std::vector<ChannelDelivery> deliveries = emulator.TakeDeliveries();
    for (const ChannelDelivery& delivery : deliveries) {
      ChannelTally tally;
      if (failure.empty() && delivery.make) tally = Keep(delivery.make());
      emulator.CompleteDelivery(delivery, tally, failure);
    }
    return deliveries.size();
  }

  ChannelTally Keep(ChannelObjects made) {
    CHECK(made.failure == "");
    for (ChannelObject& object : made.objects) {
      objects[object.bucket + "/" + object.key] = std::move(object.bytes);
    }
    return made.tally;
  }

  boost::json::object Inspect(std::size_t index = 0) {
    return Control("InspectChannels", "{}").json.at("Channels").at(index).as_object();
  }

  // Everything that was written, one after the other.
  std::string All() const {
    std::string all;
    for (const auto& [key, bytes] : objects) all += bytes;
    return all;
  }

  void Commit() { CHECK(journal->Commit(emulator.TakeJournal().entries) == ""); }

  MemoryJournal* journal;
  std::map<std::string, std::string> objects;
};

}  // namespace runnel

// An emulator with a stream of one shard and a consumer of it.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/unit/engine/emulator_fixture.h"

namespace runnel {

inline bool Has(const std::string& frames, std::string_view text) {
  return frames.find(text) != std::string::npos;
}

struct SubscriptionFixture : EmulatorFixture {
  SubscriptionFixture() {
    Call("CreateStream", R"({"StreamName":"s","ShardCount":1})");
    const Answer registered =
        Call("RegisterStreamConsumer",
             R"({"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",)"
             R"("ConsumerName":"c"})");
    consumer_arn = registered.json.at("Consumer").at("ConsumerARN").get_string().c_str();
  }

  Answer Subscribe(std::string_view type = "LATEST") {
    return Call("SubscribeToShard", R"({"ConsumerARN":")" + consumer_arn +
                                        R"(","ShardId":"shardId-000000000000",)"
                                        R"("StartingPosition":{"Type":")" +
                                        std::string(type) + "\"}}");
  }
  Answer SubscribeFrom(std::string_view type, std::string_view number) {
    return Call("SubscribeToShard", R"({"ConsumerARN":")" + consumer_arn +
                                        R"(","ShardId":"shardId-000000000000",)"
                                        R"("StartingPosition":{"Type":")" +
                                        std::string(type) + R"(","SequenceNumber":")" +
                                        std::string(number) + "\"}}");
  }
  void Put(std::string_view base64) {
    Call("PutRecord",
         R"({"StreamName":"s","PartitionKey":"a","Data":")" + std::string(base64) + "\"}");
  }
  // Whether the emulator says that the subscription has something to say.
  bool IsReady(SubscriptionId subscription) {
    for (const SubscriptionId ready : emulator.TakeReady()) {
      if (ready == subscription) return true;
    }
    return false;
  }

  std::string consumer_arn;
  bool ended = false;
};

}  // namespace runnel

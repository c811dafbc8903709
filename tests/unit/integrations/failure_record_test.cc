#include "core/integrations/event_source_mapping/failure_record.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

Shard SomeShard() {
  Shard shard;
  shard.id = ShardId{0};
  shard.created_seconds = 1'764'088'000;
  return shard;
}

DiscardedBatch SomeBatch() {
  DiscardedBatch batch;
  batch.invoke_count = 2;
  batch.function_error = true;
  batch.first = batch.last = {1, 1'764'088'520};
  batch.first_arrival = batch.last_arrival = Timestamp{1'764'088'520'001};
  batch.count = 1;
  batch.events = R"({"x":1})";
  return batch;
}

constexpr Timestamp kNow{1'764'088'530'123};

std::string Message(const DiscardedBatch& batch, bool with_records = false) {
  const Shard shard = SomeShard();
  return FailureMessage(
      batch,
      {"5ed7ff79-5f75-4a34-a5b7-65e8a5a3c7d5", "arn:aws:lambda:us-east-1:000000000000:function:fn",
       "$LATEST", "arn:aws:kinesis:us-east-1:000000000000:stream/orders", shard},
      kNow, with_records);
}

TEST_CASE("A failure message tells which records were given up, and why") {
  const std::string number = SomeShard().NumberAt({1, 1'764'088'520}).ToString();
  CHECK(Message(SomeBatch()) ==
        R"({"requestContext":{"requestId":"5ed7ff79-5f75-4a34-a5b7-65e8a5a3c7d5",)"
        R"("functionArn":"arn:aws:lambda:us-east-1:000000000000:function:fn",)"
        R"("condition":"RetryAttemptsExhausted","approximateInvokeCount":2},)"
        R"("responseContext":{"statusCode":200,"executedVersion":"$LATEST",)"
        R"("functionError":"Unhandled"},"version":"1.0","timestamp":"2025-11-25T16:35:30.123Z",)"
        R"("KinesisBatchInfo":{"shardId":"shardId-000000000000","startSequenceNumber":")" +
            number + R"(","endSequenceNumber":")" + number +
            R"(","approximateArrivalOfFirstRecord":"2025-11-25T16:35:20.001Z",)"
            R"("approximateArrivalOfLastRecord":"2025-11-25T16:35:20.001Z","batchSize":1,)"
            R"("streamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/orders"}})");
}

TEST_CASE("A failure that the function only reported names no error of the function") {
  DiscardedBatch batch = SomeBatch();
  batch.function_error = false;
  CHECK(Message(batch).find(R"("executedVersion":"$LATEST","functionError":null})") !=
        std::string::npos);
}

TEST_CASE("A failure by age has no response") {
  DiscardedBatch batch = SomeBatch();
  batch.condition = DiscardedBatch::Condition::kTooOld;
  batch.invoke_count = 1;
  CHECK(Message(batch).find("responseContext") == std::string::npos);
  CHECK(Message(batch).find(R"("condition":"RecordAgeExceeded","approximateInvokeCount":1})") !=
        std::string::npos);
}

TEST_CASE("A bucket gets the records too, under a key made of the mapping, shard and time") {
  CHECK(Message(SomeBatch(), true).ends_with(R"(},"payload":{"Records":[{"x":1}]}})"));
  CHECK(FailureObjectKey("14e0db71-xmpl-4eb5-b481-8945cf9d10c2", SomeShard(), kNow,
                         "cc92a1d5-5f30-4b0c-9a0c-111111111111") ==
        "aws/lambda/14e0db71-xmpl-4eb5-b481-8945cf9d10c2/shardId-000000000000/2025/11/25/"
        "2025-11-25T16.35.30-cc92a1d5-5f30-4b0c-9a0c-111111111111");
}

}  // namespace
}  // namespace runnel

// The scalar shapes of the API model that several operations use, with their constraints.
// Source: kinesis-api 2.1, kinesis-api-45 1.2 and 2.1.
#pragma once

#include <array>
#include <string_view>

#include "core/api/shape.h"
#include "core/model/stream.h"

namespace runnel::shapes {

inline constexpr Pattern kNamePattern("[a-zA-Z0-9_.-]+");
inline constexpr Pattern kStreamArnPattern(R"(arn:aws.*:kinesis:.*:\d{12}:stream/\S+)");
inline constexpr Pattern kConsumerArnPattern(
    R"(^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+)"
    R"(\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+)");
inline constexpr Pattern kResourceArnPattern(
    R"(arn:aws.*:kinesis:.*:\d{12}:.*(stream|channel)/\S+)");
inline constexpr Pattern kChannelArnPattern(R"(arn:aws.*:kinesis:.*:\d{12}:channel/\S+)");
inline constexpr Pattern kStreamIdPattern("[a-z0-9]{20}-[a-z0-9]{3}");
inline constexpr Pattern kHashKeyPattern(R"(0|([1-9]\d{0,38}))");
inline constexpr Pattern kSequenceNumberPattern(R"(0|([1-9]\d{0,128}))");

inline constexpr Shape kText = StringShape();
inline constexpr Shape kStreamName = StringShape(1, 128, &kNamePattern);
inline constexpr Shape kStreamArn = StringShape(1, 2048, &kStreamArnPattern);
inline constexpr Shape kStreamId = StringShape(1, 24, &kStreamIdPattern);
inline constexpr Shape kConsumerName = StringShape(1, 128, &kNamePattern);
inline constexpr Shape kConsumerArn = StringShape(1, 2048, &kConsumerArnPattern);
inline constexpr Shape kResourceArn = StringShape(1, 2048, &kResourceArnPattern);
inline constexpr Shape kShardId = StringShape(1, 128, &kNamePattern);
inline constexpr Shape kShardIterator = StringShape(1, 512);
inline constexpr Shape kNextToken = StringShape(1, 1'048'576);
inline constexpr Shape kPartitionKey = StringShape(1, 256);
inline constexpr Shape kHashKey = PatternShape(kHashKeyPattern);
inline constexpr Shape kSequenceNumber = PatternShape(kSequenceNumberPattern);
inline constexpr Shape kKeyId = StringShape(1, 2048);
inline constexpr Shape kTagKey = StringShape(1, 128);
inline constexpr Shape kTagValue = StringShape(0, 256);
inline constexpr Shape kTagMap = MapShape(kTagKey, kTagValue, 1, 200);
inline constexpr Shape kTagKeyList = ListShape<std::string>(kTagKey, 1, 50);

inline constexpr Shape kData = [] {
  Shape shape = NumberShape(ShapeKind::kBlob, 0, 10'485'760);
  return shape;
}();
inline constexpr Shape kBoolean = NumberShape(ShapeKind::kBoolean);
inline constexpr Shape kTimestamp = NumberShape(ShapeKind::kTimestamp);
inline constexpr Shape kInteger = NumberShape(ShapeKind::kInteger);
inline constexpr Shape kDouble = NumberShape(ShapeKind::kDouble);
inline constexpr Shape kLong = NumberShape(ShapeKind::kLong);
inline constexpr Shape kPositiveInteger = NumberShape(ShapeKind::kInteger, 1);
inline constexpr Shape kNaturalInteger = NumberShape(ShapeKind::kInteger, 0);
inline constexpr Shape kPageLimit = NumberShape(ShapeKind::kInteger, 1, 10'000);
inline constexpr Shape kMaxRecordSizeInKiB = NumberShape(ShapeKind::kInteger, 1024, 10'240);

inline constexpr std::array<std::string_view, 2> kEncryptionTypes = {"NONE", "KMS"};
inline constexpr Shape kEncryptionType = EnumShape(kEncryptionTypes);
inline constexpr std::array<std::string_view, 2> kStreamModes = {"PROVISIONED", "ON_DEMAND"};
inline constexpr Shape kStreamMode = EnumShape(kStreamModes);
inline constexpr std::array<std::string_view, 2> kRecordDistributionStrategies = {
    "AUTO", "USER_PARTITION_KEY"};
inline constexpr Shape kRecordDistributionStrategy = EnumShape(kRecordDistributionStrategies);
// OBSERVED: the order in which the service prints these (kinesis-api 3.5).
inline constexpr std::array<std::string_view, 5> kShardIteratorTypes = {
    "AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"};
inline constexpr Shape kShardIteratorType = EnumShape(kShardIteratorTypes);
inline constexpr std::array<std::string_view, 8> kMetricsNames = {
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
    "ALL"};
inline constexpr Shape kMetricsName = EnumShape(kMetricsNames);
inline constexpr Shape kMetricsNameList = ListShape<std::string>(kMetricsName, 1, 7);

}  // namespace runnel::shapes

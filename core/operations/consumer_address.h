// The input of operations that name one consumer.
// Source: kinesis-api 4.25, 4.26.
#pragma once

#include <optional>
#include <string>

#include "core/api/shapes.h"

namespace runnel {

struct ConsumerAddressInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<std::string> consumer_name;
  std::optional<std::string> consumer_arn;
};
inline constexpr Member kConsumerAddressInput[] = {
    Field<&ConsumerAddressInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&ConsumerAddressInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&ConsumerAddressInput::consumer_name>("ConsumerName", shapes::kConsumerName),
    Field<&ConsumerAddressInput::consumer_arn>("ConsumerARN", shapes::kConsumerArn),
};

}  // namespace runnel

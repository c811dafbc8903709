// A consumer as the consumer operations show it.
// Source: kinesis-api 2.2, 4.24 to 4.26.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shapes.h"
#include "core/state/stream.h"

namespace runnel {

struct ConsumerOutput {
  std::optional<std::string> consumer_name;
  std::optional<std::string> consumer_arn;
  std::string_view consumer_status;
  std::optional<Timestamp> consumer_creation_timestamp;

  static ConsumerOutput Of(const Consumer& consumer) {
    return {consumer.arn.consumer.text(), consumer.arn.ToString(), ToText(consumer.status),
            consumer.created_at};
  }
};
inline constexpr Member kConsumerMembers[] = {
    Field<&ConsumerOutput::consumer_name>("ConsumerName", shapes::kConsumerName).Required(),
    Field<&ConsumerOutput::consumer_arn>("ConsumerARN", shapes::kConsumerArn).Required(),
    Field<&ConsumerOutput::consumer_status>("ConsumerStatus", shapes::kText).Required(),
    Field<&ConsumerOutput::consumer_creation_timestamp>("ConsumerCreationTimestamp",
                                                        shapes::kTimestamp)
        .Required(),
};
inline constexpr Shape kConsumerShape = StructureShape(kConsumerMembers);
inline constexpr Shape kConsumerList = ListShape<ConsumerOutput>(kConsumerShape);

}  // namespace runnel

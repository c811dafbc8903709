// Longer and shorter retention, which differ only in what they refuse.
// Source: kinesis-api 4.6.
#pragma once

#include "core/api/shapes.h"
#include "core/base/result.h"
#include "core/operations/operation.h"

namespace runnel {

struct RetentionInput {
  std::optional<std::int32_t> retention_period_hours;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
inline constexpr Member kRetentionInput[] = {
    Field<&RetentionInput::retention_period_hours>("RetentionPeriodHours", shapes::kInteger)
        .Required(),
    Field<&RetentionInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&RetentionInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&RetentionInput::stream_id>("StreamId", shapes::kStreamId),
};

enum class RetentionChange { kIncrease, kDecrease };

// The present value is always accepted, without a change: infrastructure tools set it again.
Result<NoOutput> ChangeRetention(Context& context, const RetentionInput& input,
                                 RetentionChange direction);

}  // namespace runnel

// Source: kinesis-api 4.15.
#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/stream_change.h"

namespace runnel {
namespace {

struct UpdateMaxRecordSizeInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<std::int32_t> max_record_size_in_kib;
};
constexpr Member kInput[] = {
    Field<&UpdateMaxRecordSizeInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&UpdateMaxRecordSizeInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&UpdateMaxRecordSizeInput::max_record_size_in_kib>("MaxRecordSizeInKiB",
                                                             shapes::kMaxRecordSizeInKiB)
        .Required(),
};

Result<NoOutput> UpdateMaxRecordSize(Context& context, const UpdateMaxRecordSizeInput& input) {
  const auto found = FindActiveStream(context, std::nullopt, input.stream_arn);
  if (!found) return found.error();
  StreamSettingsChange change;
  change.record_size_max_kib = *input.max_record_size_in_kib;
  StartChange(context, **found, change);
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kUpdateMaxRecordSize =
    DefineOperation<UpdateMaxRecordSizeInput, UpdateMaxRecordSize>("UpdateMaxRecordSize", kInput);

}  // namespace runnel

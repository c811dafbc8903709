// Source: kinesis-api 4.16.
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/stream_change.h"
#include "core/operations/stream_description.h"
#include "core/operations/warm_throughput.h"

namespace runnel {
namespace {

struct UpdateStreamWarmThroughputInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_id;
  std::optional<std::int32_t> warm_throughput_mibps;
};
constexpr Member kInput[] = {
    Field<&UpdateStreamWarmThroughputInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&UpdateStreamWarmThroughputInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&UpdateStreamWarmThroughputInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&UpdateStreamWarmThroughputInput::warm_throughput_mibps>("WarmThroughputMiBps",
                                                                   shapes::kNaturalInteger)
        .Required(),
};

struct UpdateStreamWarmThroughputOutput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_name;
  std::optional<WarmThroughputOutput> warm_throughput;
};
constexpr Member kOutput[] = {
    Field<&UpdateStreamWarmThroughputOutput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&UpdateStreamWarmThroughputOutput::stream_name>("StreamName", shapes::kStreamName),
    Field<&UpdateStreamWarmThroughputOutput::warm_throughput>("WarmThroughput",
                                                              kWarmThroughputShape),
};

// Without warm throughput a stream takes what its shards do, each of them 1 MiB a second.
std::int32_t CapacityOf(const Stream& stream) {
  return stream.warm_throughput ? stream.warm_throughput->current_mibps
                                : static_cast<std::int32_t>(stream.open_shards.size());
}

Result<UpdateStreamWarmThroughputOutput> UpdateStreamWarmThroughput(
    Context& context, const UpdateStreamWarmThroughputInput& input) {
  const auto found = FindActiveStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  const std::int32_t target = *input.warm_throughput_mibps;
  const auto checked = CheckWarmThroughput(context, stream.arn, stream.mode, target);
  if (!checked) return checked.error();
  const std::int32_t current = CapacityOf(stream);
  // The target shows at once, the capacity follows when the stream is ACTIVE again.
  StreamSettingsChange at_once;
  at_once.warm_throughput = {target, current};
  context.Emit(StreamSettingsChanged{stream.uid, at_once, context.now});
  StreamSettingsChange at_end;
  at_end.warm_throughput = {target, target};
  StartChange(context, stream, at_end);
  return UpdateStreamWarmThroughputOutput{stream.arn.ToString(), stream.name().text(),
                                          WarmThroughputOutput{target, current}};
}

}  // namespace

extern constexpr Operation kUpdateStreamWarmThroughput =
    DefineOperation<UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput,
                    UpdateStreamWarmThroughput>("UpdateStreamWarmThroughput", kInput, kOutput);

}  // namespace runnel

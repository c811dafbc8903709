// Source: kinesis-api 4.5, kinesis-api-45 1.1 and 2.7.
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/stream_description.h"

namespace runnel {
namespace {

struct DescribeStreamSummaryInput {
  std::optional<std::string> stream_name;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&DescribeStreamSummaryInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&DescribeStreamSummaryInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&DescribeStreamSummaryInput::stream_id>("StreamId", shapes::kStreamId),
};

// StreamId is never returned: clients that were given one would leave the emulator for the real
// service (kinesis-api-45 7).
struct StreamDescriptionSummary : StreamDescriptionBase {
  std::optional<std::int32_t> open_shard_count;
  std::optional<std::int32_t> consumer_count;
  std::optional<WarmThroughputOutput> warm_throughput;
  std::optional<std::int32_t> max_record_size_in_kib;
  std::string_view record_distribution_strategy;
  std::optional<std::int32_t> channel_count;
};
constexpr Member kSummaryOnly[] = {
    Field<&StreamDescriptionSummary::open_shard_count>("OpenShardCount", shapes::kInteger)
        .Required(),
    Field<&StreamDescriptionSummary::consumer_count>("ConsumerCount", shapes::kInteger),
    Field<&StreamDescriptionSummary::warm_throughput>("WarmThroughput", kWarmThroughputShape),
    Field<&StreamDescriptionSummary::max_record_size_in_kib>("MaxRecordSizeInKiB",
                                                             shapes::kMaxRecordSizeInKiB),
    Field<&StreamDescriptionSummary::record_distribution_strategy>(
        "RecordDistributionStrategy", shapes::kRecordDistributionStrategy),
    Field<&StreamDescriptionSummary::channel_count>("ChannelCount", shapes::kInteger),
};
constexpr auto kSummary = JoinMembers(kStreamDescriptionBaseMembers, kSummaryOnly);
constexpr Shape kSummaryShape = StructureShape(kSummary);

struct DescribeStreamSummaryOutput {
  std::optional<StreamDescriptionSummary> stream_description_summary;
};
constexpr Member kOutput[] = {
    Field<&DescribeStreamSummaryOutput::stream_description_summary>("StreamDescriptionSummary",
                                                                    kSummaryShape)
        .Required(),
};

std::int32_t ChannelCount(const State& state, const Stream& stream) {
  std::int32_t count = 0;
  for (const auto& [name, channel] : state.AccountIn(stream.arn.scope).channels) {
    if (channel->stream == stream.uid) ++count;
  }
  return count;
}

Result<DescribeStreamSummaryOutput> DescribeStreamSummary(Context& context,
                                                          const DescribeStreamSummaryInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  StreamDescriptionSummary summary;
  Describe(stream, summary);
  summary.open_shard_count = static_cast<std::int32_t>(stream.open_shards.size());
  summary.consumer_count = static_cast<std::int32_t>(stream.consumers.size());
  summary.max_record_size_in_kib = stream.record_size_max_kib;
  summary.channel_count = ChannelCount(context.state, stream);
  if (stream.mode == StreamMode::kOnDemand) {
    summary.record_distribution_strategy = ToText(stream.distribution);
    // AWS: only while the account has committed itself.
    const bool committed =
        context.state.AccountIn(stream.arn.scope).commitment.InForce(context.now);
    if (stream.warm_throughput && committed) {
      summary.warm_throughput = WarmThroughputOutput{stream.warm_throughput->target_mibps,
                                                     stream.warm_throughput->current_mibps};
    }
  }
  return DescribeStreamSummaryOutput{summary};
}

}  // namespace

extern constexpr Operation kDescribeStreamSummary =
    DefineOperation<DescribeStreamSummaryInput, DescribeStreamSummaryOutput, DescribeStreamSummary>(
        "DescribeStreamSummary", kInput, kOutput);

}  // namespace runnel

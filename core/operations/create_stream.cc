// Source: kinesis-api 4.2, kinesis-api-45 1.1 and 5.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/operation.h"
#include "core/operations/quotas.h"
#include "core/operations/tags.h"
#include "core/operations/warm_throughput.h"

namespace runnel {
namespace {

struct StreamModeInput {
  std::optional<std::string> stream_mode;
};
constexpr Member kStreamModeDetails[] = {
    Field<&StreamModeInput::stream_mode>("StreamMode", shapes::kStreamMode).Required(),
};
constexpr Shape kStreamModeDetailsShape = StructureShape(kStreamModeDetails);

struct CreateStreamInput {
  std::optional<std::int32_t> shard_count;
  std::optional<std::string> stream_name;
  std::optional<StreamModeInput> stream_mode_details;
  std::optional<TagMap> tags;
  std::optional<std::int32_t> warm_throughput_mibps;
  std::optional<std::int32_t> max_record_size_in_kib;
  std::optional<std::string> record_distribution_strategy;
};
constexpr Member kInput[] = {
    Field<&CreateStreamInput::shard_count>("ShardCount", shapes::kPositiveInteger),
    Field<&CreateStreamInput::stream_name>("StreamName", shapes::kStreamName).Required(),
    Field<&CreateStreamInput::stream_mode_details>("StreamModeDetails", kStreamModeDetailsShape),
    Field<&CreateStreamInput::tags>("Tags", shapes::kTagMap),
    Field<&CreateStreamInput::warm_throughput_mibps>("WarmThroughputMiBps",
                                                     shapes::kNaturalInteger),
    Field<&CreateStreamInput::max_record_size_in_kib>("MaxRecordSizeInKiB",
                                                      shapes::kMaxRecordSizeInKiB),
    Field<&CreateStreamInput::record_distribution_strategy>("RecordDistributionStrategy",
                                                            shapes::kRecordDistributionStrategy),
};

// The mode that the request asks for. Nothing observed says which mode a stream gets that names
// neither mode nor count; four shards were, which is what an on-demand stream starts with.
StreamMode ModeOf(const CreateStreamInput& input) {
  if (input.stream_mode_details) {
    return input.stream_mode_details->stream_mode == "ON_DEMAND" ? StreamMode::kOnDemand
                                                                 : StreamMode::kProvisioned;
  }
  return input.shard_count ? StreamMode::kProvisioned : StreamMode::kOnDemand;
}

Result<void> CheckArguments(const Context& context, const CreateStreamInput& input,
                            StreamMode mode) {
  if (mode == StreamMode::kProvisioned && !input.shard_count) return error::ShardCountMissing();
  if (input.record_distribution_strategy == "AUTO" && mode != StreamMode::kOnDemand) {
    return error::AutoDistributionOnProvisioned();
  }
  if (input.tags) {
    if (const auto checked = CheckResourceTags(context, *input.tags); !checked)
      return checked.error();
    if (input.tags->size() > limits::kTagsMax) {
      return error::TooManyTagsOnStream(StreamName(*input.stream_name), context.caller.account,
                                        limits::kTagsMax);
    }
  }
  if (input.warm_throughput_mibps) {
    return CheckWarmThroughput(context, StreamArn{context.caller, StreamName(*input.stream_name)},
                               mode, *input.warm_throughput_mibps);
  }
  return {};
}

Result<void> CheckQuotas(const Context& context, StreamMode mode, std::int32_t shard_count) {
  const AccountUsage& usage = context.state.AccountIn(context.caller).usage;
  if (context.settings.enforce_rate_quotas &&
      usage.streams_creating_or_deleting >= limits::kStreamsCreatingOrDeletingMax) {
    return error::TooManyStreamsChanging(context.caller.account,
                                         limits::kStreamsCreatingOrDeletingMax);
  }
  if (mode == StreamMode::kOnDemand) return CheckOnDemandQuota(context, context.caller);
  return CheckShardQuota(context.state, context.settings, context.caller, shard_count);
}

Result<NoOutput> CreateStream(Context& context, const CreateStreamInput& input) {
  const StreamMode mode = ModeOf(input);
  if (const auto checked = CheckArguments(context, input, mode); !checked) return checked.error();
  const StreamName name(*input.stream_name);
  if (context.state.FindStream(context.caller, name.text()) != nullptr) {
    return error::StreamExists(name, context.caller.account);
  }
  const std::int32_t shard_count =
      mode == StreamMode::kOnDemand ? limits::kOnDemandShardCount : *input.shard_count;
  if (const auto checked = CheckQuotas(context, mode, shard_count); !checked) {
    return checked.error();
  }
  StreamCreated created;
  created.uid = context.state.next_stream_uid();
  created.arn = {context.caller, name};
  created.at = context.now;
  created.mode = mode;
  created.shard_count = shard_count;
  created.record_size_max_kib =
      input.max_record_size_in_kib.value_or(limits::kRecordSizeDefaultKiB);
  created.distribution = input.record_distribution_strategy == "AUTO"
                             ? RecordDistributionStrategy::kAuto
                             : RecordDistributionStrategy::kUserPartitionKey;
  if (input.warm_throughput_mibps) {
    created.warm_throughput = {*input.warm_throughput_mibps, *input.warm_throughput_mibps};
  }
  if (input.tags) created.tags = *input.tags;
  created.due = context.now + context.settings.create_stream_delay;
  context.Emit(std::move(created));
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kCreateStream =
    DefineOperation<CreateStreamInput, CreateStream>("CreateStream", kInput);

}  // namespace runnel

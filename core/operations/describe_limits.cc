// Source: kinesis-api 4.18, kinesis-api-45 1.1 and 2.7.
#include "core/api/shapes.h"
#include "core/operations/operation.h"
#include "core/operations/quotas.h"

namespace runnel {
namespace {

struct DescribeLimitsInput {};

struct DescribeLimitsOutput {
  std::optional<std::int32_t> shard_limit;
  std::optional<std::int32_t> open_shard_count;
  std::optional<std::int32_t> on_demand_stream_count;
  std::optional<std::int32_t> on_demand_stream_count_limit;
  std::optional<std::int32_t> channel_count;
  std::optional<std::int32_t> channel_count_limit;
};
constexpr Member kOutput[] = {
    Field<&DescribeLimitsOutput::shard_limit>("ShardLimit", shapes::kInteger).Required(),
    Field<&DescribeLimitsOutput::open_shard_count>("OpenShardCount", shapes::kInteger).Required(),
    Field<&DescribeLimitsOutput::on_demand_stream_count>("OnDemandStreamCount", shapes::kInteger)
        .Required(),
    Field<&DescribeLimitsOutput::on_demand_stream_count_limit>("OnDemandStreamCountLimit",
                                                               shapes::kInteger)
        .Required(),
    Field<&DescribeLimitsOutput::channel_count>("ChannelCount", shapes::kInteger),
    Field<&DescribeLimitsOutput::channel_count_limit>("ChannelCountLimit", shapes::kInteger),
};

Result<DescribeLimitsOutput> DescribeLimits(Context& context, const DescribeLimitsInput&) {
  const Account& account = context.state.AccountIn(context.caller);
  DescribeLimitsOutput output;
  output.shard_limit = context.settings.shard_limit;
  output.open_shard_count = static_cast<std::int32_t>(account.usage.open_shards);
  output.on_demand_stream_count = static_cast<std::int32_t>(account.usage.on_demand_streams);
  output.on_demand_stream_count_limit = context.settings.on_demand_stream_limit;
  output.channel_count = static_cast<std::int32_t>(account.channels.size());
  output.channel_count_limit = context.settings.channel_limit;
  return output;
}

}  // namespace

extern constexpr Operation kDescribeLimits =
    DefineOperation<DescribeLimitsInput, DescribeLimitsOutput, DescribeLimits>("DescribeLimits", {},
                                                                               kOutput);

}  // namespace runnel

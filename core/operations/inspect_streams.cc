// The emulator's own operation InspectStreams: what there is and how it fares, for all accounts and
// regions. core/inspect/stream_view.h says what the members mean.
#include "core/api/shapes.h"
#include "core/inspect/stream_view.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kFlow[] = {
    Field<&FlowView::records_per_second>("RecordsPerSecond", shapes::kDouble).Required(),
    Field<&FlowView::bytes_per_second>("BytesPerSecond", shapes::kDouble).Required(),
    Field<&FlowView::records>("Records", shapes::kLong).Required(),
    Field<&FlowView::bytes>("Bytes", shapes::kLong).Required(),
};
constexpr Shape kFlowShape = StructureShape(kFlow);

constexpr Member kLag[] = {
    Field<&LagView::records>("Records", shapes::kLong).Required(),
    Field<&LagView::millis>("Millis", shapes::kLong).Required(),
    Field<&LagView::next_sequence_number>("NextSequenceNumber", shapes::kText),
};
constexpr Shape kLagShape = StructureShape(kLag);

constexpr Member kReader[] = {
    Field<&ReaderView::last_call_millis>("LastCallMillis", shapes::kLong).Required(),
    Field<&ReaderView::calls>("Calls", shapes::kLong).Required(),
    Field<&ReaderView::lag>("Lag", kLagShape).Required(),
};
constexpr Shape kReaderShape = StructureShape(kReader);
constexpr Shape kReaderList = ListShape<ReaderView>(kReaderShape);

constexpr Member kHotKey[] = {
    Field<&HotKeyView::partition_key>("PartitionKey", shapes::kText).Required(),
    Field<&HotKeyView::records>("Records", shapes::kLong).Required(),
    Field<&HotKeyView::share>("Share", shapes::kDouble).Required(),
};
constexpr Shape kHotKeyShape = StructureShape(kHotKey);
constexpr Shape kHotKeyList = ListShape<HotKeyView>(kHotKeyShape);

constexpr Member kQuota[] = {
    Field<&QuotaView::write_bytes>("WriteBytes", shapes::kDouble).Required(),
    Field<&QuotaView::write_records>("WriteRecords", shapes::kDouble).Required(),
    Field<&QuotaView::read_bytes>("ReadBytes", shapes::kDouble).Required(),
    Field<&QuotaView::read_calls>("ReadCalls", shapes::kDouble).Required(),
};
constexpr Shape kQuotaShape = StructureShape(kQuota);

constexpr Member kShard[] = {
    Field<&ShardView::shard_id>("ShardId", shapes::kText).Required(),
    Field<&ShardView::parent_shard_id>("ParentShardId", shapes::kText),
    Field<&ShardView::adjacent_parent_shard_id>("AdjacentParentShardId", shapes::kText),
    Field<&ShardView::starting_hash_key>("StartingHashKey", shapes::kText).Required(),
    Field<&ShardView::ending_hash_key>("EndingHashKey", shapes::kText).Required(),
    Field<&ShardView::opened_millis>("OpenedMillis", shapes::kLong).Required(),
    Field<&ShardView::closed_millis>("ClosedMillis", shapes::kLong),
    Field<&ShardView::records>("Records", shapes::kLong).Required(),
    Field<&ShardView::bytes>("Bytes", shapes::kLong).Required(),
    Field<&ShardView::oldest_arrival_millis>("OldestArrivalMillis", shapes::kLong),
    Field<&ShardView::incoming>("Incoming", kFlowShape).Required(),
    Field<&ShardView::outgoing>("Outgoing", kFlowShape).Required(),
    Field<&ShardView::throttled_writes>("ThrottledWrites", shapes::kLong).Required(),
    Field<&ShardView::throttled_reads>("ThrottledReads", shapes::kLong).Required(),
    Field<&ShardView::iterator_age_millis>("IteratorAgeMillis", shapes::kLong).Required(),
    Field<&ShardView::quota_used>("QuotaUsed", kQuotaShape),
    Field<&ShardView::readers>("Readers", kReaderList).Required(),
    Field<&ShardView::hot_keys>("HotKeys", kHotKeyList).Required(),
};
constexpr Shape kShardShape = StructureShape(kShard);
constexpr Shape kShardViewList = ListShape<ShardView>(kShardShape);

constexpr Member kSubscription[] = {
    Field<&SubscriptionView::consumer_name>("ConsumerName", shapes::kText).Required(),
    Field<&SubscriptionView::shard_id>("ShardId", shapes::kText).Required(),
    Field<&SubscriptionView::opened_millis>("OpenedMillis", shapes::kLong).Required(),
    Field<&SubscriptionView::ends_millis>("EndsMillis", shapes::kLong).Required(),
    Field<&SubscriptionView::lag>("Lag", kLagShape).Required(),
};
constexpr Shape kSubscriptionShape = StructureShape(kSubscription);
constexpr Shape kSubscriptionList = ListShape<SubscriptionView>(kSubscriptionShape);

constexpr Member kPoller[] = {
    Field<&PollerView::uuid>("UUID", shapes::kText).Required(),
    Field<&PollerView::function_arn>("FunctionArn", shapes::kText).Required(),
    Field<&PollerView::state>("State", shapes::kText).Required(),
    Field<&PollerView::last_processing_result>("LastProcessingResult", shapes::kText).Required(),
    Field<&PollerView::shard_id>("ShardId", shapes::kText).Required(),
    Field<&PollerView::lane>("Lane", shapes::kInteger).Required(),
    Field<&PollerView::finished>("Finished", shapes::kBoolean).Required(),
    Field<&PollerView::lag>("Lag", kLagShape).Required(),
};
constexpr Shape kPollerShape = StructureShape(kPoller);
constexpr Shape kPollerList = ListShape<PollerView>(kPollerShape);

constexpr Member kCalls[] = {
    Field<&CallsView::calls>("Calls", shapes::kLong).Required(),
    Field<&CallsView::succeeded>("Succeeded", shapes::kLong).Required(),
    Field<&CallsView::records>("Records", shapes::kLong).Required(),
    Field<&CallsView::bytes>("Bytes", shapes::kLong).Required(),
    Field<&CallsView::timed>("Timed", shapes::kLong).Required(),
    Field<&CallsView::microseconds>("Microseconds", shapes::kLong).Required(),
};
constexpr Shape kCallsShape = StructureShape(kCalls);

constexpr Member kConsumer[] = {
    Field<&ConsumerView::consumer_name>("ConsumerName", shapes::kText).Required(),
    Field<&ConsumerView::consumer_arn>("ConsumerARN", shapes::kText).Required(),
    Field<&ConsumerView::status>("ConsumerStatus", shapes::kText).Required(),
    Field<&ConsumerView::created_millis>("CreatedMillis", shapes::kLong).Required(),
    Field<&ConsumerView::subscribe>("SubscribeToShard", kCallsShape).Required(),
    Field<&ConsumerView::rate_exceeded>("RateExceeded", shapes::kLong).Required(),
    Field<&ConsumerView::events>("Events", kCallsShape).Required(),
    Field<&ConsumerView::behind_millis>("MillisBehindLatest", shapes::kLong).Required(),
};
constexpr Shape kConsumerShape = StructureShape(kConsumer);
constexpr Shape kConsumerViewList = ListShape<ConsumerView>(kConsumerShape);

constexpr Shape kNameList = ListShape<std::string>(shapes::kText);

constexpr Member kStream[] = {
    Field<&StreamView::account_id>("AccountId", shapes::kText).Required(),
    Field<&StreamView::region>("Region", shapes::kText).Required(),
    Field<&StreamView::stream_name>("StreamName", shapes::kText).Required(),
    Field<&StreamView::stream_arn>("StreamARN", shapes::kText).Required(),
    Field<&StreamView::status>("StreamStatus", shapes::kText).Required(),
    Field<&StreamView::mode>("StreamMode", shapes::kText).Required(),
    Field<&StreamView::created_millis>("CreatedMillis", shapes::kLong).Required(),
    Field<&StreamView::retention_hours>("RetentionPeriodHours", shapes::kInteger).Required(),
    Field<&StreamView::key_id>("KeyId", shapes::kText),
    Field<&StreamView::limits_hold>("LimitsHold", shapes::kBoolean).Required(),
    Field<&StreamView::shard_level_metrics>("ShardLevelMetrics", kNameList).Required(),
    Field<&StreamView::open_shards>("OpenShards", shapes::kInteger).Required(),
    Field<&StreamView::closed_shards>("ClosedShards", shapes::kInteger).Required(),
    Field<&StreamView::records>("Records", shapes::kLong).Required(),
    Field<&StreamView::bytes>("Bytes", shapes::kLong).Required(),
    Field<&StreamView::incoming>("Incoming", kFlowShape).Required(),
    Field<&StreamView::outgoing>("Outgoing", kFlowShape).Required(),
    Field<&StreamView::put_record>("PutRecord", kCallsShape).Required(),
    Field<&StreamView::put_records>("PutRecords", kCallsShape).Required(),
    Field<&StreamView::get_records>("GetRecords", kCallsShape).Required(),
    Field<&StreamView::refused_records>("RefusedRecords", shapes::kLong).Required(),
    Field<&StreamView::throttled_records>("ThrottledRecords", shapes::kLong).Required(),
    Field<&StreamView::throttled_writes>("ThrottledWrites", shapes::kLong).Required(),
    Field<&StreamView::throttled_reads>("ThrottledReads", shapes::kLong).Required(),
    Field<&StreamView::iterator_age_millis>("IteratorAgeMillis", shapes::kLong).Required(),
    Field<&StreamView::consumers>("Consumers", kConsumerViewList).Required(),
    Field<&StreamView::subscriptions>("Subscriptions", kSubscriptionList).Required(),
    Field<&StreamView::pollers>("Pollers", kPollerList).Required(),
    Field<&StreamView::shards>("Shards", kShardViewList).Required(),
};
constexpr Shape kStreamShape = StructureShape(kStream);
constexpr Shape kStreamViewList = ListShape<StreamView>(kStreamShape);

struct InspectStreamsInput {
  std::optional<std::string> stream_name;  // of any account and region
  std::optional<bool> without_shards;
  std::optional<bool> hot_keys;
};
constexpr Member kInput[] = {
    Field<&InspectStreamsInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&InspectStreamsInput::without_shards>("WithoutShards", shapes::kBoolean),
    Field<&InspectStreamsInput::hot_keys>("HotKeys", shapes::kBoolean),
};

struct InspectStreamsOutput {
  std::int64_t now_millis = 0;
  bool frozen = false;
  double scale = 1;
  std::vector<StreamView> streams;
};
constexpr Member kOutput[] = {
    Field<&InspectStreamsOutput::now_millis>("NowMillis", shapes::kLong).Required(),
    Field<&InspectStreamsOutput::frozen>("Frozen", shapes::kBoolean).Required(),
    Field<&InspectStreamsOutput::scale>("Scale", shapes::kDouble).Required(),
    Field<&InspectStreamsOutput::streams>("Streams", kStreamViewList).Required(),
};

Result<InspectStreamsOutput> InspectStreams(Context& context, const InspectStreamsInput& input) {
  InspectStreamsOutput output;
  output.now_millis = context.now.milliseconds;
  output.frozen = context.clock.frozen;
  output.scale = context.clock.scale;
  const ViewWish wish{!input.without_shards.value_or(false), input.hot_keys.value_or(false)};
  for (const auto& [scope, account] : context.state.accounts()) {
    for (const auto& [name, stream] : account.streams) {
      if (input.stream_name && *input.stream_name != name) continue;
      output.streams.push_back(
          ViewOf(*stream, context.state, *context.statistics, context.settings, context.now, wish));
    }
  }
  return output;
}

}  // namespace

extern constexpr Operation kInspectStreams =
    DefineOperation<InspectStreamsInput, InspectStreamsOutput, InspectStreams>("InspectStreams",
                                                                               kInput, kOutput);

}  // namespace runnel

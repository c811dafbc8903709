// The members of every struct that a journal or a snapshot holds, in the order in which they are
// written. Add new members at the end of a list only: see core/state/binary_value.h.
#pragma once

#include <tuple>

#include "core/state/binary_value.h"
#include "core/state/mutation.h"

namespace runnel {

namespace binary {

template <>
struct Form<MetricsSet> {
  static void Write(ByteWriter& out, const MetricsSet& value) { out.Unsigned(value.bits()); }
  static void Read(ByteReader& in, MetricsSet& value) {
    value = MetricsSet::FromBits(static_cast<std::uint8_t>(in.Unsigned()));
  }
};

// Times and ids are their numbers.
template <class T>
concept Wrapped = requires(T value) {
  value.milliseconds;
}
|| std::is_same_v<T, StreamUid> || std::is_same_v<T, ConsumerUid> ||
    std::is_same_v<T, ChannelUid> || std::is_same_v<T, MappingUid> || std::is_same_v<T, StackUid> ||
    std::is_same_v<T, HashKey> || std::is_same_v<T, ShardId>;

template <Wrapped T>
struct Form<T> {
  template <class Wrapper>
  static auto& Inner(Wrapper& value) {
    if constexpr (requires { value.milliseconds; }) {
      return value.milliseconds;
    } else if constexpr (requires { value.index; }) {
      return value.index;
    } else {
      return value.value;
    }
  }
  static void Write(ByteWriter& out, const T& value) { binary::Write(out, Inner(value)); }
  static void Read(ByteReader& in, T& value) { binary::Read(in, Inner(value)); }
};

// Code may not be there.
template <>
struct Form<std::shared_ptr<const FunctionCode>> {
  static void Write(ByteWriter& out, const std::shared_ptr<const FunctionCode>& value) {
    out.Unsigned(value ? 1 : 0);
    if (!value) return;
    out.Text(value->sha256);
    out.Text(value->zip);
  }
  static void Read(ByteReader& in, std::shared_ptr<const FunctionCode>& value) {
    value.reset();
    if (in.Unsigned() == 0) return;
    FunctionCode code;
    code.sha256 = in.Text();
    code.zip = in.Text();
    value = std::make_shared<const FunctionCode>(std::move(code));
  }
};

}  // namespace binary

// --- functions -----------------------------------------------------------------------------------

template <>
inline constexpr auto kFields<FunctionConfiguration> =
    std::tuple(&FunctionConfiguration::runtime, &FunctionConfiguration::role,
               &FunctionConfiguration::handler, &FunctionConfiguration::description,
               &FunctionConfiguration::timeout_seconds, &FunctionConfiguration::memory_mib,
               &FunctionConfiguration::package_type, &FunctionConfiguration::image_uri,
               &FunctionConfiguration::architecture, &FunctionConfiguration::environment,
               &FunctionConfiguration::ephemeral_storage_mib, &FunctionConfiguration::tracing_mode,
               &FunctionConfiguration::log_group, &FunctionConfiguration::log_format);
template <>
inline constexpr auto kFields<FunctionVersion> = std::tuple(&FunctionVersion::configuration,
                                                            &FunctionVersion::code,
                                                            &FunctionVersion::last_modified,
                                                            &FunctionVersion::revision_id);
template <>
inline constexpr auto kFields<FunctionAlias> = std::tuple(&FunctionAlias::version,
                                                          &FunctionAlias::description,
                                                          &FunctionAlias::weights,
                                                          &FunctionAlias::revision_id);
template <>
inline constexpr auto kFields<FunctionPermission> = std::tuple(&FunctionPermission::qualifier,
                                                               &FunctionPermission::statement_id,
                                                               &FunctionPermission::statement);
template <>
inline constexpr auto kFields<EventInvokeConfiguration> =
    std::tuple(&EventInvokeConfiguration::retries_max, &EventInvokeConfiguration::age_seconds_max,
               &EventInvokeConfiguration::on_success, &EventInvokeConfiguration::on_failure,
               &EventInvokeConfiguration::last_modified);
template <>
inline constexpr auto kFields<Function> =
    std::tuple(&Function::scope, &Function::name, &Function::latest, &Function::active_at,
               &Function::updated_at, &Function::tags, &Function::versions, &Function::last_version,
               &Function::aliases, &Function::permissions, &Function::policy_revision_id,
               &Function::reserved_concurrency, &Function::event_invoke);
template <>
inline constexpr auto kFields<QueuedEvent> = std::tuple(
    &QueuedEvent::id, &QueuedEvent::since, &QueuedEvent::scope, &QueuedEvent::function_arn,
    &QueuedEvent::request_id, &QueuedEvent::payload, &QueuedEvent::client_context,
    &QueuedEvent::failures, &QueuedEvent::retries_max, &QueuedEvent::until);
template <>
inline constexpr auto kFields<EventQueued> = std::tuple(&EventQueued::event);
template <>
inline constexpr auto kFields<EventFailed> = std::tuple(&EventFailed::id);
template <>
inline constexpr auto kFields<EventEnded> = std::tuple(&EventEnded::id);
template <>
inline constexpr auto kFields<FunctionPut> = std::tuple(&FunctionPut::function);
template <>
inline constexpr auto kFields<FunctionDeleted> = std::tuple(&FunctionDeleted::scope,
                                                            &FunctionDeleted::name);

// --- stacks --------------------------------------------------------------------------------------

template <>
inline constexpr auto kFields<StackParameter> = std::tuple(&StackParameter::key,
                                                           &StackParameter::value,
                                                           &StackParameter::resolved);
template <>
inline constexpr auto kFields<StackOutput> = std::tuple(&StackOutput::key, &StackOutput::value,
                                                        &StackOutput::description,
                                                        &StackOutput::export_name);
template <>
inline constexpr auto kFields<StackResource> = std::tuple(
    &StackResource::logical_id, &StackResource::physical_id, &StackResource::type,
    &StackResource::status, &StackResource::status_reason, &StackResource::updated_at,
    &StackResource::properties, &StackResource::before, &StackResource::attributes,
    &StackResource::metadata, &StackResource::depends_on, &StackResource::deletion_policy,
    &StackResource::replace_policy, &StackResource::work, &StackResource::token,
    &StackResource::calls, &StackResource::created_by_work, &StackResource::superseded);
template <>
inline constexpr auto kFields<StackInput> = std::tuple(&StackInput::template_body,
                                                       &StackInput::parameters, &StackInput::tags,
                                                       &StackInput::capabilities,
                                                       &StackInput::notification_arns,
                                                       &StackInput::role_arn);
template <>
inline constexpr auto kFields<ChangeSet> =
    std::tuple(&ChangeSet::id, &ChangeSet::name, &ChangeSet::creates, &ChangeSet::description,
               &ChangeSet::created_at, &ChangeSet::input, &ChangeSet::changes,
               &ChangeSet::status_reason, &ChangeSet::executed, &ChangeSet::on_stack_failure);
template <>
inline constexpr auto kFields<StackEvent> = std::tuple(&StackEvent::id, &StackEvent::logical_id,
                                                       &StackEvent::physical_id, &StackEvent::type,
                                                       &StackEvent::at, &StackEvent::status,
                                                       &StackEvent::reason, &StackEvent::properties,
                                                       &StackEvent::token);
template <>
inline constexpr auto kFields<Stack> = std::tuple(
    &Stack::uid, &Stack::scope, &Stack::name, &Stack::id, &Stack::description, &Stack::created_at,
    &Stack::updated_at, &Stack::deleted_at, &Stack::status, &Stack::status_reason, &Stack::input,
    &Stack::previous, &Stack::on_failure, &Stack::disable_rollback, &Stack::termination_protection,
    &Stack::timeout_in_minutes, &Stack::outputs, &Stack::resources, &Stack::retained,
    &Stack::change_sets, &Stack::change_set_id, &Stack::token, &Stack::due, &Stack::policy);
template <>
inline constexpr auto kFields<StackPut> = std::tuple(&StackPut::stack);
template <>
inline constexpr auto kFields<StackEventsAdded> = std::tuple(&StackEventsAdded::uid,
                                                             &StackEventsAdded::events);
template <>
inline constexpr auto kFields<StackForgotten> = std::tuple(&StackForgotten::uid);

// --- names and nouns -----------------------------------------------------------------------------

template <>
inline constexpr auto kFields<Scope> = std::tuple(&Scope::account, &Scope::region);
template <>
inline constexpr auto kFields<StreamArn> = std::tuple(&StreamArn::scope, &StreamArn::stream);
template <>
inline constexpr auto kFields<ConsumerArn> = std::tuple(&ConsumerArn::stream,
                                                        &ConsumerArn::consumer,
                                                        &ConsumerArn::created_seconds);
template <>
inline constexpr auto kFields<ChannelArn> = std::tuple(&ChannelArn::scope, &ChannelArn::channel);
template <>
inline constexpr auto kFields<HashKeyRange> = std::tuple(&HashKeyRange::starting,
                                                         &HashKeyRange::ending);
template <>
inline constexpr auto kFields<ShardPosition> = std::tuple(&ShardPosition::index,
                                                          &ShardPosition::seconds);
template <>
inline constexpr auto kFields<Encryption> = std::tuple(&Encryption::key_id);
template <>
inline constexpr auto kFields<WarmThroughput> = std::tuple(&WarmThroughput::target_mibps,
                                                           &WarmThroughput::current_mibps);
template <>
inline constexpr auto kFields<StreamSettingsChange> =
    std::tuple(&StreamSettingsChange::mode, &StreamSettingsChange::retention_hours,
               &StreamSettingsChange::encryption, &StreamSettingsChange::metrics,
               &StreamSettingsChange::record_size_max_kib, &StreamSettingsChange::warm_throughput,
               &StreamSettingsChange::distribution);
template <>
inline constexpr auto kFields<BillingCommitment> =
    std::tuple(&BillingCommitment::enabled, &BillingCommitment::started,
               &BillingCommitment::earliest_allowed_end, &BillingCommitment::ended,
               &BillingCommitment::end_pending);
template <>
inline constexpr auto kFields<PendingCreation> = std::tuple(&PendingCreation::shard_count);
template <>
inline constexpr auto kFields<PendingDeletion> = std::tuple();
template <>
inline constexpr auto kFields<PendingSplit> = std::tuple(&PendingSplit::shard,
                                                         &PendingSplit::new_starting_hash_key);
template <>
inline constexpr auto kFields<PendingMerge> = std::tuple(&PendingMerge::shard,
                                                         &PendingMerge::adjacent_shard);
template <>
inline constexpr auto kFields<PendingReshard> = std::tuple(&PendingReshard::target_shard_count);
template <>
inline constexpr auto kFields<Consumer> = std::tuple(&Consumer::uid, &Consumer::stream,
                                                     &Consumer::arn, &Consumer::status,
                                                     &Consumer::created_at, &Consumer::tags,
                                                     &Consumer::policy);

// --- channels ------------------------------------------------------------------------------------

template <>
inline constexpr auto kFields<DeadLetterQueueS3Configuration> =
    std::tuple(&DeadLetterQueueS3Configuration::bucket_arn,
               &DeadLetterQueueS3Configuration::expected_bucket_owner,
               &DeadLetterQueueS3Configuration::error_output_prefix);
template <>
inline constexpr auto kFields<S3StorageConfiguration> =
    std::tuple(&S3StorageConfiguration::bucket_arn, &S3StorageConfiguration::expected_bucket_owner,
               &S3StorageConfiguration::output_key_template, &S3StorageConfiguration::storage_class,
               &S3StorageConfiguration::compression_type);
template <>
inline constexpr auto kFields<S3DestinationConfiguration> = std::tuple(
    &S3DestinationConfiguration::data_freshness_in_seconds,
    &S3DestinationConfiguration::dead_letter_queue, &S3DestinationConfiguration::storage);
template <>
inline constexpr auto kFields<PartitionField> = std::tuple(&PartitionField::transform,
                                                           &PartitionField::source_name);
template <>
inline constexpr auto kFields<PartitionSpec> = std::tuple(&PartitionSpec::partition_fields);
template <>
inline constexpr auto kFields<S3TablesConfiguration> =
    std::tuple(&S3TablesConfiguration::table_bucket_arn, &S3TablesConfiguration::table_namespace,
               &S3TablesConfiguration::table_name, &S3TablesConfiguration::compression_type,
               &S3TablesConfiguration::partition_spec);
template <>
inline constexpr auto kFields<S3TablesDestinationConfiguration> =
    std::tuple(&S3TablesDestinationConfiguration::data_freshness_in_seconds,
               &S3TablesDestinationConfiguration::dead_letter_queue,
               &S3TablesDestinationConfiguration::tables);
template <>
inline constexpr auto kFields<RecordConfiguration> =
    std::tuple(&RecordConfiguration::record_format_type, &RecordConfiguration::gsr_schema_arn);
template <>
inline constexpr auto kFields<ChannelEncryptionConfiguration> = std::tuple(
    &ChannelEncryptionConfiguration::encryption_type, &ChannelEncryptionConfiguration::key_id);
template <>
inline constexpr auto kFields<CloudWatchLogs> = std::tuple(&CloudWatchLogs::enabled,
                                                           &CloudWatchLogs::log_group_name,
                                                           &CloudWatchLogs::log_stream_name);
template <>
inline constexpr auto kFields<ChannelConfiguration> =
    std::tuple(&ChannelConfiguration::service_execution_role_arn, &ChannelConfiguration::record,
               &ChannelConfiguration::s3, &ChannelConfiguration::s3_tables,
               &ChannelConfiguration::encryption, &ChannelConfiguration::logs);
template <>
inline constexpr auto kFields<ChannelFlush> = std::tuple(&ChannelFlush::at, &ChannelFlush::ends);
template <>
inline constexpr auto kFields<ChannelTally> = std::tuple(&ChannelTally::objects,
                                                         &ChannelTally::records,
                                                         &ChannelTally::bytes,
                                                         &ChannelTally::dead_letters);
template <>
inline constexpr auto kFields<Channel> =
    std::tuple(&Channel::uid, &Channel::arn, &Channel::name, &Channel::status, &Channel::stream,
               &Channel::stream_arn, &Channel::stream_created_at, &Channel::created_at,
               &Channel::configuration, &Channel::tags, &Channel::started, &Channel::delivered,
               &Channel::flush, &Channel::flush_count, &Channel::tally, &Channel::failed_writes,
               &Channel::last_error, &Channel::status_reason, &Channel::last_key);

// --- mutations -----------------------------------------------------------------------------------

template <>
inline constexpr auto kFields<StreamCreated> = std::tuple(
    &StreamCreated::uid, &StreamCreated::arn, &StreamCreated::at, &StreamCreated::mode,
    &StreamCreated::shard_count, &StreamCreated::record_size_max_kib, &StreamCreated::distribution,
    &StreamCreated::warm_throughput, &StreamCreated::tags, &StreamCreated::due);
template <>
inline constexpr auto kFields<StreamChangeStarted> = std::tuple(&StreamChangeStarted::uid,
                                                                &StreamChangeStarted::change,
                                                                &StreamChangeStarted::due);
template <>
inline constexpr auto kFields<StreamSettingsChanged> = std::tuple(&StreamSettingsChanged::uid,
                                                                  &StreamSettingsChanged::change,
                                                                  &StreamSettingsChanged::at);
template <>
inline constexpr auto kFields<NewShard> = std::tuple(&NewShard::id, &NewShard::parent,
                                                     &NewShard::adjacent_parent, &NewShard::range);
template <>
inline constexpr auto kFields<ShardsReplaced> = std::tuple(
    &ShardsReplaced::uid, &ShardsReplaced::at, &ShardsReplaced::closed,
    &ShardsReplaced::closed_seconds, &ShardsReplaced::opened, &ShardsReplaced::created_seconds);
template <>
inline constexpr auto kFields<StreamActivated> = std::tuple(&StreamActivated::uid);
template <>
inline constexpr auto kFields<StreamDeleted> = std::tuple(&StreamDeleted::uid);
template <>
inline constexpr auto kFields<DailyQuotaUsed> = std::tuple(&DailyQuotaUsed::uid,
                                                           &DailyQuotaUsed::quota,
                                                           &DailyQuotaUsed::at);
template <>
inline constexpr auto kFields<RecordsTrimmed> = std::tuple(&RecordsTrimmed::uid,
                                                           &RecordsTrimmed::shard,
                                                           &RecordsTrimmed::horizon,
                                                           &RecordsTrimmed::end,
                                                           &RecordsTrimmed::next_index);
template <>
inline constexpr auto kFields<ShardWithdrawn> = std::tuple(&ShardWithdrawn::uid,
                                                           &ShardWithdrawn::shard);
template <>
inline constexpr auto kFields<ShardExpired> = std::tuple(&ShardExpired::uid, &ShardExpired::shard);
template <>
inline constexpr auto kFields<TagsChanged> = std::tuple(&TagsChanged::resource, &TagsChanged::set,
                                                        &TagsChanged::removed);
template <>
inline constexpr auto kFields<PolicyChanged> = std::tuple(&PolicyChanged::resource,
                                                          &PolicyChanged::policy);
template <>
inline constexpr auto kFields<ConsumerRegistered> =
    std::tuple(&ConsumerRegistered::uid, &ConsumerRegistered::stream, &ConsumerRegistered::arn,
               &ConsumerRegistered::at, &ConsumerRegistered::tags, &ConsumerRegistered::due);
template <>
inline constexpr auto kFields<ConsumerActivated> = std::tuple(&ConsumerActivated::uid);
template <>
inline constexpr auto kFields<ConsumerDeletionStarted> = std::tuple(&ConsumerDeletionStarted::uid,
                                                                    &ConsumerDeletionStarted::due);
template <>
inline constexpr auto kFields<ConsumerDeleted> = std::tuple(&ConsumerDeleted::uid);
template <>
inline constexpr auto kFields<ChannelCreated> = std::tuple(
    &ChannelCreated::uid, &ChannelCreated::arn, &ChannelCreated::name, &ChannelCreated::stream,
    &ChannelCreated::stream_arn, &ChannelCreated::stream_created_at, &ChannelCreated::at,
    &ChannelCreated::configuration, &ChannelCreated::tags, &ChannelCreated::due);
template <>
inline constexpr auto kFields<ChannelUpdateStarted> =
    std::tuple(&ChannelUpdateStarted::uid, &ChannelUpdateStarted::data_freshness_in_seconds,
               &ChannelUpdateStarted::logs, &ChannelUpdateStarted::due);
template <>
inline constexpr auto kFields<ChannelActivated> = std::tuple(&ChannelActivated::uid);
template <>
inline constexpr auto kFields<ChannelDeletionStarted> = std::tuple(&ChannelDeletionStarted::uid,
                                                                   &ChannelDeletionStarted::due);
template <>
inline constexpr auto kFields<ChannelDeleted> = std::tuple(&ChannelDeleted::uid);
template <>
inline constexpr auto kFields<ChannelStarted> = std::tuple(&ChannelStarted::uid,
                                                           &ChannelStarted::delivered);
template <>
inline constexpr auto kFields<ChannelFlushBegan> = std::tuple(&ChannelFlushBegan::uid,
                                                              &ChannelFlushBegan::flush);
template <>
inline constexpr auto kFields<ChannelDelivered> = std::tuple(&ChannelDelivered::uid,
                                                             &ChannelDelivered::at,
                                                             &ChannelDelivered::tally,
                                                             &ChannelDelivered::key);
template <>
inline constexpr auto kFields<ChannelWriteFailed> = std::tuple(&ChannelWriteFailed::uid,
                                                               &ChannelWriteFailed::error,
                                                               &ChannelWriteFailed::retry_at);
template <>
inline constexpr auto kFields<ChannelFailed> = std::tuple(&ChannelFailed::uid,
                                                          &ChannelFailed::reason);
template <>
inline constexpr auto kFields<BillingCommitmentChanged> =
    std::tuple(&BillingCommitmentChanged::scope, &BillingCommitmentChanged::commitment);
template <>
inline constexpr auto kFields<KeyStateChanged> = std::tuple(&KeyStateChanged::key_id,
                                                            &KeyStateChanged::state);
template <>
inline constexpr auto kFields<EncryptionPeriod> = std::tuple(&EncryptionPeriod::from,
                                                             &EncryptionPeriod::key_id);
template <>
inline constexpr auto kFields<EncryptionPeriodBegan> = std::tuple(&EncryptionPeriodBegan::uid,
                                                                  &EncryptionPeriodBegan::period);
template <>
inline constexpr auto kFields<StreamLimitsChanged> = std::tuple(&StreamLimitsChanged::uid,
                                                                &StreamLimitsChanged::enforced);
template <>
inline constexpr auto kFields<FaultRule> = std::tuple(
    &FaultRule::rule_id, &FaultRule::operations, &FaultRule::stream_name, &FaultRule::shard_id,
    &FaultRule::consumer_name, &FaultRule::partition_key, &FaultRule::caller_account,
    &FaultRule::action, &FaultRule::error_code, &FaultRule::error_message, &FaultRule::delay_millis,
    &FaultRule::delay_max_millis, &FaultRule::delay_distribution, &FaultRule::shard_count,
    &FaultRule::per_record, &FaultRule::probability, &FaultRule::every_nth, &FaultRule::first_n,
    &FaultRule::start_millis, &FaultRule::end_millis, &FaultRule::budget_tokens,
    &FaultRule::budget_refill_per_second, &FaultRule::durable);
template <>
inline constexpr auto kFields<FaultRuleAdded> = std::tuple(&FaultRuleAdded::rule,
                                                           &FaultRuleAdded::at);
template <>
inline constexpr auto kFields<FaultRuleRemoved> = std::tuple(&FaultRuleRemoved::rule_id,
                                                             &FaultRuleRemoved::durable);
template <>
inline constexpr auto kFields<StateCleared> = std::tuple();
template <>
inline constexpr auto kFields<ShardImage> =
    std::tuple(&ShardImage::id, &ShardImage::parent, &ShardImage::adjacent_parent,
               &ShardImage::range, &ShardImage::opened_at, &ShardImage::created_seconds,
               &ShardImage::closed_at, &ShardImage::closed_seconds, &ShardImage::children,
               &ShardImage::end, &ShardImage::trimmed_before, &ShardImage::withdrawn);
template <>
inline constexpr auto kFields<StreamRestored> = std::tuple(
    &StreamRestored::uid, &StreamRestored::arn, &StreamRestored::status,
    &StreamRestored::created_at, &StreamRestored::mode, &StreamRestored::retention_hours,
    &StreamRestored::record_size_max_kib, &StreamRestored::encryption, &StreamRestored::metrics,
    &StreamRestored::warm_throughput, &StreamRestored::distribution, &StreamRestored::tags,
    &StreamRestored::policy, &StreamRestored::pending, &StreamRestored::due,
    &StreamRestored::daily_uses, &StreamRestored::shards, &StreamRestored::next_sequence_index,
    &StreamRestored::next_auto_place, &StreamRestored::limits_enforced,
    &StreamRestored::gone_before);
template <>
inline constexpr auto kFields<ConsumerRestored> = std::tuple(&ConsumerRestored::consumer,
                                                             &ConsumerRestored::due);
template <>
inline constexpr auto kFields<ChannelRestored> = std::tuple(&ChannelRestored::channel,
                                                            &ChannelRestored::due);
template <>
inline constexpr auto kFields<IdsRestored> = std::tuple(&IdsRestored::last_stream,
                                                        &IdsRestored::last_consumer,
                                                        &IdsRestored::last_channel,
                                                        &IdsRestored::last_mapping);

// --- connections and API destinations ------------------------------------------------------------

template <>
inline constexpr auto kFields<ConnectionParameter> = std::tuple(&ConnectionParameter::key,
                                                                &ConnectionParameter::value,
                                                                &ConnectionParameter::is_secret);
template <>
inline constexpr auto kFields<ConnectionParameters> = std::tuple(&ConnectionParameters::headers,
                                                                 &ConnectionParameters::query,
                                                                 &ConnectionParameters::body);
template <>
inline constexpr auto kFields<Connection> =
    std::tuple(&Connection::scope, &Connection::name, &Connection::arn, &Connection::description,
               &Connection::type, &Connection::principal, &Connection::secret,
               &Connection::token_url, &Connection::token_method, &Connection::token_parameters,
               &Connection::parameters, &Connection::created_at, &Connection::modified_at);
template <>
inline constexpr auto kFields<ApiDestination> =
    std::tuple(&ApiDestination::scope, &ApiDestination::name, &ApiDestination::arn,
               &ApiDestination::description, &ApiDestination::connection_arn, &ApiDestination::url,
               &ApiDestination::method, &ApiDestination::rate, &ApiDestination::created_at,
               &ApiDestination::modified_at);
template <>
inline constexpr auto kFields<ConnectionPut> = std::tuple(&ConnectionPut::connection);
template <>
inline constexpr auto kFields<ConnectionDeleted> = std::tuple(&ConnectionDeleted::scope,
                                                              &ConnectionDeleted::name);
template <>
inline constexpr auto kFields<ApiDestinationPut> = std::tuple(&ApiDestinationPut::destination);
template <>
inline constexpr auto kFields<ApiDestinationDeleted> = std::tuple(&ApiDestinationDeleted::scope,
                                                                  &ApiDestinationDeleted::name);

// --- event source mappings -----------------------------------------------------------------------

template <>
inline constexpr auto kFields<PipeSettings> = std::tuple(
    &PipeSettings::name, &PipeSettings::role_arn, &PipeSettings::target, &PipeSettings::enrichment,
    &PipeSettings::description, &PipeSettings::source_parameters,
    &PipeSettings::enrichment_parameters, &PipeSettings::target_parameters,
    &PipeSettings::log_configuration, &PipeSettings::kms_key_identifier, &PipeSettings::created_at);
template <>
inline constexpr auto kFields<MappingConfiguration> = std::tuple(
    &MappingConfiguration::event_source_arn, &MappingConfiguration::function_arn,
    &MappingConfiguration::start, &MappingConfiguration::start_timestamp,
    &MappingConfiguration::batch_size, &MappingConfiguration::batching_window_seconds,
    &MappingConfiguration::parallelization_factor, &MappingConfiguration::record_age_seconds,
    &MappingConfiguration::retry_attempts, &MappingConfiguration::bisects,
    &MappingConfiguration::tumbling_window_seconds, &MappingConfiguration::reports_item_failures,
    &MappingConfiguration::on_failure_destination, &MappingConfiguration::filter_patterns,
    &MappingConfiguration::kms_key_arn, &MappingConfiguration::metrics,
    &MappingConfiguration::pipe);
template <>
inline constexpr auto kFields<TumblingWindow> = std::tuple(&TumblingWindow::start,
                                                           &TumblingWindow::end,
                                                           &TumblingWindow::state);
template <>
inline constexpr auto kFields<LanePosition> = std::tuple(&LanePosition::next,
                                                         &LanePosition::window);
template <>
inline constexpr auto kFields<ShardProgress> = std::tuple(&ShardProgress::lanes,
                                                          &ShardProgress::done);
template <>
inline constexpr auto kFields<EventSourceMapping> = std::tuple(
    &EventSourceMapping::uid, &EventSourceMapping::scope, &EventSourceMapping::uuid,
    &EventSourceMapping::configuration, &EventSourceMapping::state, &EventSourceMapping::enabled,
    &EventSourceMapping::last_modified, &EventSourceMapping::last_processing_result,
    &EventSourceMapping::tags, &EventSourceMapping::stream, &EventSourceMapping::shards);
template <>
inline constexpr auto kFields<FailedBatch> =
    std::tuple(&FailedBatch::id, &FailedBatch::at, &FailedBatch::scope, &FailedBatch::mapping_uuid,
               &FailedBatch::function_arn, &FailedBatch::stream_arn, &FailedBatch::shard,
               &FailedBatch::condition, &FailedBatch::record_count, &FailedBatch::destination,
               &FailedBatch::object_key, &FailedBatch::message, &FailedBatch::delivery);
template <>
inline constexpr auto kFields<MappingCreated> = std::tuple(
    &MappingCreated::uid, &MappingCreated::scope, &MappingCreated::uuid,
    &MappingCreated::configuration, &MappingCreated::enabled, &MappingCreated::at,
    &MappingCreated::tags, &MappingCreated::stream, &MappingCreated::shards, &MappingCreated::due);
template <>
inline constexpr auto kFields<MappingUpdateStarted> =
    std::tuple(&MappingUpdateStarted::uid, &MappingUpdateStarted::configuration,
               &MappingUpdateStarted::enabled, &MappingUpdateStarted::state,
               &MappingUpdateStarted::at, &MappingUpdateStarted::due);
template <>
inline constexpr auto kFields<MappingStateChanged> = std::tuple(&MappingStateChanged::uid,
                                                                &MappingStateChanged::state,
                                                                &MappingStateChanged::at,
                                                                &MappingStateChanged::due);
template <>
inline constexpr auto kFields<MappingDeleted> = std::tuple(&MappingDeleted::uid);
template <>
inline constexpr auto kFields<MappingAdvanced> = std::tuple(&MappingAdvanced::uid,
                                                            &MappingAdvanced::shard,
                                                            &MappingAdvanced::progress,
                                                            &MappingAdvanced::result);
template <>
inline constexpr auto kFields<MappingResulted> = std::tuple(&MappingResulted::uid,
                                                            &MappingResulted::result);
template <>
inline constexpr auto kFields<MappingAttached> = std::tuple(&MappingAttached::uid,
                                                            &MappingAttached::stream);
template <>
inline constexpr auto kFields<MappingTagsChanged> = std::tuple(&MappingTagsChanged::uid,
                                                               &MappingTagsChanged::set,
                                                               &MappingTagsChanged::removed);
template <>
inline constexpr auto kFields<MappingRestored> = std::tuple(&MappingRestored::mapping,
                                                            &MappingRestored::due);
template <>
inline constexpr auto kFields<BatchFailed> = std::tuple(&BatchFailed::batch);
template <>
inline constexpr auto kFields<FailedBatchDelivered> = std::tuple(&FailedBatchDelivered::id,
                                                                 &FailedBatchDelivered::delivery);

}  // namespace runnel

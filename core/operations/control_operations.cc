// The emulator's own operations: its settings, a clean start. They are called like the API's, with
// the target prefix "Runnel.".
#include <algorithm>

#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

// --- settings and reset --------------------------------------------------------------------------

struct SettingsInput {
  std::optional<std::int64_t> create_stream_delay;
  std::optional<std::int64_t> delete_stream_delay;
  std::optional<std::int64_t> update_stream_delay;
  std::optional<std::int64_t> register_consumer_delay;
  std::optional<std::int64_t> deregister_consumer_delay;
  std::optional<std::int64_t> event_source_mapping_delay;
  std::optional<std::int64_t> event_source_retry_delay;
  std::optional<std::int64_t> event_source_retry_delay_max;
  std::optional<std::int64_t> subscription_lifetime;
  std::optional<std::int64_t> subscription_heartbeat;
  std::optional<std::int64_t> shard_iterator_lifetime;
  std::optional<std::int64_t> next_token_lifetime;
  std::optional<std::int32_t> shard_limit;
  std::optional<std::int32_t> on_demand_stream_limit;
  std::optional<std::int32_t> channel_limit;
  std::optional<bool> enforce_rate_quotas;
  std::optional<double> put_error_probability;
  std::optional<bool> skip_unknown_resource_types;
  std::optional<TagMap> api_destinations;
  std::optional<std::string> channel_deliveries;
  std::optional<std::int32_t> channel_write_attempts;
  std::optional<bool> channel_line_feeds;
  std::optional<std::int64_t> channel_object_bytes;
  std::optional<std::string> http_calls;
};
constexpr std::array<std::string_view, 3> kCallers = {"HOST", "BY_CALLS", "NOBODY"};
constexpr Shape kHttpCalls = EnumShape(kCallers);  // in the order of HttpCalls
constexpr std::array<std::string_view, 2> kDeliveries = {"NOWHERE", "BY_CALLS"};
constexpr Shape kChannelDeliveries = EnumShape(kDeliveries);
constexpr Shape kAttempts = NumberShape(ShapeKind::kInteger, 1, 1000);
constexpr Shape kObjectBytes = NumberShape(ShapeKind::kLong, 1, 1'073'741'824);
constexpr Shape kDestinations = MapShape(shapes::kText, shapes::kText, 0, 1000);
constexpr Shape kMillis = NumberShape(ShapeKind::kLong, 0, 86'400'000);
constexpr Member kSettingsInput[] = {
    Field<&SettingsInput::create_stream_delay>("CreateStreamDelayMillis", kMillis),
    Field<&SettingsInput::delete_stream_delay>("DeleteStreamDelayMillis", kMillis),
    Field<&SettingsInput::update_stream_delay>("UpdateStreamDelayMillis", kMillis),
    Field<&SettingsInput::register_consumer_delay>("RegisterConsumerDelayMillis", kMillis),
    Field<&SettingsInput::deregister_consumer_delay>("DeregisterConsumerDelayMillis", kMillis),
    Field<&SettingsInput::event_source_mapping_delay>("EventSourceMappingDelayMillis", kMillis),
    Field<&SettingsInput::event_source_retry_delay>("EventSourceRetryDelayMillis", kMillis),
    Field<&SettingsInput::event_source_retry_delay_max>("EventSourceRetryDelayMaxMillis", kMillis),
    Field<&SettingsInput::subscription_lifetime>("SubscriptionLifetimeMillis", kMillis),
    Field<&SettingsInput::subscription_heartbeat>("SubscriptionHeartbeatMillis", kMillis),
    Field<&SettingsInput::shard_iterator_lifetime>("ShardIteratorLifetimeMillis", kMillis),
    Field<&SettingsInput::next_token_lifetime>("NextTokenLifetimeMillis", kMillis),
    Field<&SettingsInput::shard_limit>("ShardLimit", shapes::kNaturalInteger),
    Field<&SettingsInput::on_demand_stream_limit>("OnDemandStreamLimit", shapes::kNaturalInteger),
    Field<&SettingsInput::channel_limit>("ChannelLimit", shapes::kNaturalInteger),
    Field<&SettingsInput::enforce_rate_quotas>("EnforceRateQuotas", shapes::kBoolean),
    Field<&SettingsInput::put_error_probability>("PutErrorProbability", shapes::kDouble),
    Field<&SettingsInput::skip_unknown_resource_types>("SkipUnknownResourceTypes",
                                                       shapes::kBoolean),
    Field<&SettingsInput::api_destinations>("ApiDestinations", kDestinations),
    Field<&SettingsInput::channel_deliveries>("ChannelDeliveries", kChannelDeliveries),
    Field<&SettingsInput::channel_write_attempts>("ChannelWriteAttempts", kAttempts),
    Field<&SettingsInput::channel_line_feeds>("ChannelLineFeeds", shapes::kBoolean),
    Field<&SettingsInput::channel_object_bytes>("ChannelObjectBytes", kObjectBytes),
    Field<&SettingsInput::http_calls>("HttpCalls", kHttpCalls),
};

Result<NoOutput> UpdateSettings(Context& context, const SettingsInput& input) {
  Settings settings = context.settings;
  const auto set_delay = [](Duration& delay, const std::optional<std::int64_t>& millis) {
    if (millis) delay = Duration::Milliseconds(*millis);
  };
  set_delay(settings.create_stream_delay, input.create_stream_delay);
  set_delay(settings.delete_stream_delay, input.delete_stream_delay);
  set_delay(settings.update_stream_delay, input.update_stream_delay);
  set_delay(settings.register_consumer_delay, input.register_consumer_delay);
  set_delay(settings.deregister_consumer_delay, input.deregister_consumer_delay);
  set_delay(settings.event_source_mapping_delay, input.event_source_mapping_delay);
  set_delay(settings.event_source_retry_delay, input.event_source_retry_delay);
  set_delay(settings.event_source_retry_delay_max, input.event_source_retry_delay_max);
  set_delay(settings.subscription_lifetime, input.subscription_lifetime);
  set_delay(settings.subscription_heartbeat, input.subscription_heartbeat);
  set_delay(settings.shard_iterator_lifetime, input.shard_iterator_lifetime);
  set_delay(settings.next_token_lifetime, input.next_token_lifetime);
  if (input.shard_limit) settings.shard_limit = *input.shard_limit;
  if (input.on_demand_stream_limit) settings.on_demand_stream_limit = *input.on_demand_stream_limit;
  if (input.channel_limit) settings.channel_limit = *input.channel_limit;
  if (input.enforce_rate_quotas) settings.enforce_rate_quotas = *input.enforce_rate_quotas;
  if (input.put_error_probability) {
    const double probability = *input.put_error_probability;
    if (!(probability >= 0 && probability <= 1)) {
      return error::ControlArgument("PutErrorProbability must be from 0.0 to 1.0.");
    }
    settings.put_error_probability = probability;
  }
  if (input.skip_unknown_resource_types) {
    settings.skip_unknown_resource_types = *input.skip_unknown_resource_types;
  }
  if (input.api_destinations) settings.api_destinations = *input.api_destinations;
  if (input.channel_deliveries) {
    settings.channel_deliveries = *input.channel_deliveries == kDeliveries[0]
                                      ? ChannelDeliveries::kNowhere
                                      : ChannelDeliveries::kByCalls;
  }
  if (input.channel_write_attempts) settings.channel_write_attempts = *input.channel_write_attempts;
  if (input.channel_line_feeds) settings.channel_line_feeds = *input.channel_line_feeds;
  if (input.channel_object_bytes) {
    settings.channel_object_bytes = static_cast<std::uint64_t>(*input.channel_object_bytes);
  }
  if (input.http_calls) {
    const auto named = std::find(kCallers.begin(), kCallers.end(), *input.http_calls);
    settings.http_calls = static_cast<HttpCalls>(named - kCallers.begin());
  }
  context.control.settings = settings;
  return NoOutput{};
}

struct ResetInput {};

Result<NoOutput> Reset(Context& context, const ResetInput&) {
  context.control.reset = true;
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kReset = DefineOperation<ResetInput, Reset>("Reset", {});
extern constexpr Operation kUpdateSettings =
    DefineOperation<SettingsInput, UpdateSettings>("UpdateSettings", kSettingsInput);

}  // namespace runnel

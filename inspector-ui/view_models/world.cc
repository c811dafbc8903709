#include "inspector-ui/view_models/world.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <string_view>

#include "core/base/wildcard.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr std::size_t kCallsMax = 1000;

std::int64_t Integer(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_number()
             ? static_cast<std::int64_t>(member->to_number<double>())
             : 0;
}

double Number(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_number() ? member->to_number<double>() : 0;
}

bool Flag(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_bool() && member->get_bool();
}

std::string Text(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

std::optional<std::string> OptionalText(const json::object& object, const char* name) {
  return object.contains(name) ? std::optional(Text(object, name)) : std::nullopt;
}

std::optional<std::int64_t> OptionalInteger(const json::object& object, const char* name) {
  return object.contains(name) ? std::optional(Integer(object, name)) : std::nullopt;
}

const json::object& Part(const json::object& object, const char* name) {
  static const json::object kNothing;
  const json::value* const member = object.if_contains(name);
  const json::object* const part = member == nullptr ? nullptr : member->if_object();
  return part == nullptr ? kNothing : *part;
}

template <class Visit>
void ForEach(const json::object& object, const char* name, Visit visit) {
  const json::value* const member = object.if_contains(name);
  const json::array* const list = member == nullptr ? nullptr : member->if_array();
  if (list == nullptr) return;
  for (const json::value& element : *list) {
    if (const json::object* const inner = element.if_object()) visit(*inner);
  }
}

FlowView ReadFlow(const json::object& flow) {
  return {Number(flow, "RecordsPerSecond"), Number(flow, "BytesPerSecond"),
          Integer(flow, "Records"), Integer(flow, "Bytes")};
}

LagView ReadLag(const json::object& lag) {
  return {Integer(lag, "Records"), Integer(lag, "Millis"), OptionalText(lag, "NextSequenceNumber")};
}

ShardView ReadShard(const json::object& shard) {
  ShardView view;
  view.shard_id = Text(shard, "ShardId");
  view.parent_shard_id = OptionalText(shard, "ParentShardId");
  view.adjacent_parent_shard_id = OptionalText(shard, "AdjacentParentShardId");
  view.starting_hash_key = Text(shard, "StartingHashKey");
  view.ending_hash_key = Text(shard, "EndingHashKey");
  view.opened_millis = Integer(shard, "OpenedMillis");
  view.closed_millis = OptionalInteger(shard, "ClosedMillis");
  view.records = Integer(shard, "Records");
  view.bytes = Integer(shard, "Bytes");
  view.oldest_arrival_millis = OptionalInteger(shard, "OldestArrivalMillis");
  view.incoming = ReadFlow(Part(shard, "Incoming"));
  view.outgoing = ReadFlow(Part(shard, "Outgoing"));
  view.throttled_writes = Integer(shard, "ThrottledWrites");
  view.throttled_reads = Integer(shard, "ThrottledReads");
  view.iterator_age_millis = Integer(shard, "IteratorAgeMillis");
  if (shard.contains("QuotaUsed")) {
    const json::object& quota = Part(shard, "QuotaUsed");
    view.quota_used = QuotaView{Number(quota, "WriteBytes"), Number(quota, "WriteRecords"),
                                Number(quota, "ReadBytes"), Number(quota, "ReadCalls")};
  }
  ForEach(shard, "Readers", [&](const json::object& reader) {
    view.readers.push_back({Integer(reader, "LastCallMillis"), Integer(reader, "Calls"),
                            ReadLag(Part(reader, "Lag"))});
  });
  ForEach(shard, "HotKeys", [&](const json::object& key) {
    view.hot_keys.push_back(
        {Text(key, "PartitionKey"), Integer(key, "Records"), Number(key, "Share")});
  });
  return view;
}

// The texts of the enumerations are static here as they are in the core.
std::string_view StaticText(const std::string& text) {
  constexpr auto kTexts = std::to_array<std::string_view>(
      {"CREATING", "ACTIVE", "UPDATING", "DELETING", "PROVISIONED", "ON_DEMAND", "Creating",
       "Enabling", "Enabled", "Disabling", "Disabled", "Updating", "Deleting"});
  const auto found = std::find(kTexts.begin(), kTexts.end(), text);
  return found == kTexts.end() ? std::string_view("?") : *found;
}

PollerView ReadPoller(const json::object& poller) {
  PollerView view;
  view.uuid = Text(poller, "UUID");
  view.function_arn = Text(poller, "FunctionArn");
  view.state = StaticText(Text(poller, "State"));
  view.last_processing_result = Text(poller, "LastProcessingResult");
  view.shard_id = Text(poller, "ShardId");
  view.lane = static_cast<std::int32_t>(Integer(poller, "Lane"));
  view.finished = Flag(poller, "Finished");
  view.lag = ReadLag(Part(poller, "Lag"));
  return view;
}

ConsumerView ReadConsumer(const json::object& consumer) {
  ConsumerView view;
  view.consumer_name = Text(consumer, "ConsumerName");
  view.consumer_arn = Text(consumer, "ConsumerARN");
  view.status = StaticText(Text(consumer, "ConsumerStatus"));
  view.created_millis = Integer(consumer, "CreatedMillis");
  const json::object& events = Part(consumer, "Events");
  view.events.calls = Integer(events, "Calls");
  view.events.records = Integer(events, "Records");
  view.events.bytes = Integer(events, "Bytes");
  view.behind_millis = Integer(consumer, "MillisBehindLatest");
  return view;
}

StreamView ReadStream(const json::object& stream) {
  StreamView view;
  view.account_id = Text(stream, "AccountId");
  view.region = Text(stream, "Region");
  view.stream_name = Text(stream, "StreamName");
  view.stream_arn = Text(stream, "StreamARN");
  view.status = StaticText(Text(stream, "StreamStatus"));
  view.mode = StaticText(Text(stream, "StreamMode"));
  view.created_millis = Integer(stream, "CreatedMillis");
  view.retention_hours = static_cast<std::int32_t>(Integer(stream, "RetentionPeriodHours"));
  view.key_id = OptionalText(stream, "KeyId");
  view.limits_hold = Flag(stream, "LimitsHold");
  view.open_shards = static_cast<std::int32_t>(Integer(stream, "OpenShards"));
  view.closed_shards = static_cast<std::int32_t>(Integer(stream, "ClosedShards"));
  view.records = Integer(stream, "Records");
  view.bytes = Integer(stream, "Bytes");
  view.incoming = ReadFlow(Part(stream, "Incoming"));
  view.outgoing = ReadFlow(Part(stream, "Outgoing"));
  view.throttled_writes = Integer(stream, "ThrottledWrites");
  view.throttled_reads = Integer(stream, "ThrottledReads");
  view.iterator_age_millis = Integer(stream, "IteratorAgeMillis");
  ForEach(stream, "Consumers",
          [&](const json::object& consumer) { view.consumers.push_back(ReadConsumer(consumer)); });
  ForEach(stream, "Subscriptions", [&](const json::object& subscription) {
    view.subscriptions.push_back({Text(subscription, "ConsumerName"), Text(subscription, "ShardId"),
                                  Integer(subscription, "OpenedMillis"),
                                  Integer(subscription, "EndsMillis"),
                                  ReadLag(Part(subscription, "Lag"))});
  });
  ForEach(stream, "Pollers",
          [&](const json::object& poller) { view.pollers.push_back(ReadPoller(poller)); });
  ForEach(stream, "Shards",
          [&](const json::object& shard) { view.shards.push_back(ReadShard(shard)); });
  return view;
}

// Everything about a rule but its id and action.
std::string AboutRule(const json::object& rule) {
  std::string about;
  for (const auto& [name, value] : rule) {
    if (name == "RuleId" || name == "Action") continue;
    about.append(about.empty() ? "" : " ").append(name).append("=");
    about += value.is_string() ? std::string(value.get_string()) : json::serialize(value);
  }
  return about;
}

}  // namespace

void TakeStreams(const json::object& answer, World& world) {
  world.now_millis = Integer(answer, "NowMillis");
  world.frozen = Flag(answer, "Frozen");
  world.scale = Number(answer, "Scale");
  world.streams.clear();
  ForEach(answer, "Streams",
          [&](const json::object& stream) { world.streams.push_back(ReadStream(stream)); });
}

void TakeFaultRules(const json::object& answer, World& world) {
  world.fault_rules.clear();
  ForEach(answer, "Rules", [&](const json::object& active) {
    const json::object& rule = Part(active, "Rule");
    world.fault_rules.push_back({Text(rule, "RuleId"), Text(rule, "Action"), AboutRule(rule),
                                 Text(rule, "StreamName"), Integer(active, "Matched"),
                                 Integer(active, "Fired"), rule});
  });
}

void TakeCalls(const json::object& answer, World& world) {
  ForEach(answer, "Calls", [&](const json::object& call) {
    CallRow& row = world.calls.emplace_back();
    row.number = Integer(call, "Number");
    row.at_millis = Integer(call, "AtMillis");
    row.operation = Text(call, "Operation");
    row.resource = Text(call, "Resource");
    row.error_code = Text(call, "ErrorCode");
    row.error_message = Text(call, "ErrorMessage");
    row.explanation = Text(call, "Explanation");
    row.account_id = Text(call, "AccountId");
    row.region = Text(call, "Region");
    row.shard_id = Text(call, "ShardId");
    row.fault_rules = Text(call, "FaultRules");
    row.records = Integer(call, "Records");
    row.bytes = Integer(call, "Bytes");
    row.refused_records = Integer(call, "RefusedRecords");
    row.delay_millis = Integer(call, "DelayMillis");
    row.hung_up = Flag(call, "HungUp");
    if (call.contains("Microseconds")) row.microseconds = Integer(call, "Microseconds");
  });
  while (world.calls.size() > kCallsMax) world.calls.pop_front();
}

std::vector<const FaultRuleRow*> RulesAbout(const World& world, const StreamView& stream) {
  std::vector<const FaultRuleRow*> rules;
  for (const FaultRuleRow& rule : world.fault_rules) {
    const bool is_arn = rule.stream.find(':') != std::string::npos;
    const std::string& name = is_arn ? stream.stream_arn : stream.stream_name;
    if (rule.stream.empty() || MatchesWildcard(rule.stream, name)) rules.push_back(&rule);
  }
  return rules;
}

const StreamView* FindStream(const World& world, const std::string& stream_arn) {
  const auto found =
      std::find_if(world.streams.begin(), world.streams.end(), [&](const StreamView& stream) {
        return stream_arn.empty() || stream.stream_arn == stream_arn;
      });
  return found == world.streams.end() ? nullptr : &*found;
}

}  // namespace runnel

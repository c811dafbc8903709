#include "core/integrations/cloudformation/stream_resource.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>

#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;
using Kind = PropertyKind;

constexpr std::size_t kNameSizeMax = 128;
constexpr std::int64_t kRetentionHours = 24;
constexpr std::int64_t kRecordSizeKib = 1024;

constexpr PropertyRule kProperties[] = {{"Name", Kind::kText, true},
                                        {"ShardCount", Kind::kInteger},
                                        {"StreamModeDetails", Kind::kObject},
                                        {"RetentionPeriodHours", Kind::kInteger},
                                        {"StreamEncryption", Kind::kObject},
                                        {"Tags", Kind::kList},
                                        {"DesiredShardLevelMetrics", Kind::kList},
                                        {"MaxRecordSizeInKiB", Kind::kInteger},
                                        {"WarmThroughputMiBps", Kind::kInteger}};

std::string TextIn(const bj::value* object, bj::string_view key) {
  std::string text;
  if (object == nullptr || !object->is_object()) return text;
  const bj::value* const value = object->get_object().if_contains(key);
  if (value != nullptr) ScalarText(*value, text);
  return text;
}

std::string ModeOf(const ResourceTask& task) {
  const std::string mode = TextIn(task.Find("StreamModeDetails"), "StreamMode");
  return mode.empty() ? "PROVISIONED" : mode;
}

std::int64_t IntegerOf(const ResourceTask& task, std::string_view name, std::int64_t otherwise) {
  const bj::value* const value = task.Find(name);
  return value == nullptr || !value->is_int64() ? otherwise : value->get_int64();
}

std::int64_t IntegerIn(const bj::object& object, bj::string_view key) {
  const bj::value* const value = object.if_contains(key);
  return value == nullptr || !value->is_int64() ? 0 : value->get_int64();
}

Result<bj::object> Describe(ResourceTask& task) {
  auto described =
      task.services.Call("DescribeStreamSummary", {{"StreamName", task.resource.physical_id}});
  if (!described) return described.error();
  return described->if_contains("StreamDescriptionSummary")->get_object();
}

Result<Progress> Call(ResourceTask& task, std::string_view operation, const bj::object& input) {
  auto called = task.services.Call(operation, input);
  if (!called) return called.error();
  return Progress::kAgain;
}

// Nothing, if the stream is as it should be in this respect.
using Step = std::optional<Result<Progress>>;

Step SettleShards(ResourceTask& task, const bj::object& stream) {
  const std::string mode = ModeOf(task);
  const std::string is = TextIn(stream.if_contains("StreamModeDetails"), "StreamMode");
  if (task.Changed("StreamModeDetails") && mode != is) {
    return Call(task, "UpdateStreamMode",
                {{"StreamARN", *stream.if_contains("StreamARN")},
                 {"StreamModeDetails", bj::object{{"StreamMode", mode}}}});
  }
  const bj::value* const count = task.Find("ShardCount");
  const bool changed = task.Changed("ShardCount") || task.Changed("StreamModeDetails");
  if (mode != "PROVISIONED" || count == nullptr || !changed) return std::nullopt;
  if (*count == *stream.if_contains("OpenShardCount")) return std::nullopt;
  return Call(task, "UpdateShardCount",
              {{"StreamName", task.resource.physical_id},
               {"TargetShardCount", *count},
               {"ScalingType", "UNIFORM_SCALING"}});
}

Step SettleRetention(ResourceTask& task, const bj::object& stream) {
  if (!task.Changed("RetentionPeriodHours")) return std::nullopt;
  const std::int64_t wanted = IntegerOf(task, "RetentionPeriodHours", kRetentionHours);
  const std::int64_t hours = IntegerIn(stream, "RetentionPeriodHours");
  if (wanted == hours) return std::nullopt;
  return Call(task,
              wanted > hours ? "IncreaseStreamRetentionPeriod" : "DecreaseStreamRetentionPeriod",
              {{"StreamName", task.resource.physical_id}, {"RetentionPeriodHours", wanted}});
}

Step SettleEncryption(ResourceTask& task, const bj::object& stream) {
  if (!task.Changed("StreamEncryption")) return std::nullopt;
  std::string key;
  if (const bj::value* const is = stream.if_contains("KeyId")) ScalarText(*is, key);
  const bj::value* const encryption = task.Find("StreamEncryption");
  if (encryption == nullptr) {
    if (key.empty()) return std::nullopt;
    return Call(
        task, "StopStreamEncryption",
        {{"StreamName", task.resource.physical_id}, {"EncryptionType", "KMS"}, {"KeyId", key}});
  }
  for (const char* const needed : {"EncryptionType", "KeyId"}) {
    if (!TextIn(encryption, needed).empty()) continue;
    return Error("InvalidRequest",
                 "Property validation failure: [The property {/StreamEncryption/" +
                     std::string(needed) + "} is required]");
  }
  const std::string wanted = TextIn(encryption, "KeyId");
  if (key == wanted) return std::nullopt;
  return Call(task, "StartStreamEncryption",
              {{"StreamName", task.resource.physical_id},
               {"EncryptionType", TextIn(encryption, "EncryptionType")},
               {"KeyId", wanted}});
}

bool Holds(const bj::array& list, const bj::value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The metrics that are on.
bj::array MetricsOf(const bj::object& stream) {
  const bj::value* const monitoring = stream.if_contains("EnhancedMonitoring");
  if (monitoring == nullptr || monitoring->get_array().empty()) return {};
  const bj::object& enhanced = monitoring->get_array()[0].get_object();
  const bj::value* const names = enhanced.if_contains("ShardLevelMetrics");
  return names == nullptr ? bj::array() : names->get_array();
}

bj::array Without(const bj::array& list, const bj::array& others) {
  bj::array left;
  for (const bj::value& element : list) {
    if (!Holds(others, element)) left.push_back(element);
  }
  return left;
}

Step SettleMetrics(ResourceTask& task, const bj::object& stream) {
  if (!task.Changed("DesiredShardLevelMetrics")) return std::nullopt;
  const bj::value* const property = task.Find("DesiredShardLevelMetrics");
  bj::array wanted = property == nullptr ? bj::array() : property->get_array();
  if (Holds(wanted, "ALL")) {
    wanted = {"IncomingBytes",
              "IncomingRecords",
              "OutgoingBytes",
              "OutgoingRecords",
              "WriteProvisionedThroughputExceeded",
              "ReadProvisionedThroughputExceeded",
              "IteratorAgeMilliseconds"};
  }
  const bj::array present = MetricsOf(stream);
  for (const bool enable : {true, false}) {
    const bj::array names = enable ? Without(wanted, present) : Without(present, wanted);
    if (names.empty()) continue;
    return Call(task, enable ? "EnableEnhancedMonitoring" : "DisableEnhancedMonitoring",
                {{"StreamName", task.resource.physical_id}, {"ShardLevelMetrics", names}});
  }
  return std::nullopt;
}

Step SettleSizes(ResourceTask& task, const bj::object& stream) {
  if (task.Changed("MaxRecordSizeInKiB")) {
    const std::int64_t wanted = IntegerOf(task, "MaxRecordSizeInKiB", kRecordSizeKib);
    if (wanted != IntegerIn(stream, "MaxRecordSizeInKiB")) {
      return Call(
          task, "UpdateMaxRecordSize",
          {{"StreamARN", *stream.if_contains("StreamARN")}, {"MaxRecordSizeInKiB", wanted}});
    }
  }
  const bj::value* const warm = task.Find("WarmThroughputMiBps");
  if (warm == nullptr || !task.Changed("WarmThroughputMiBps")) return std::nullopt;
  const bj::value* const present = stream.if_contains("WarmThroughput");
  std::string target;
  ScalarText(*warm, target);
  if (TextIn(present, "TargetMiBps") == target) return std::nullopt;
  return Call(task, "UpdateStreamWarmThroughput",
              {{"StreamName", task.resource.physical_id}, {"WarmThroughputMiBps", *warm}});
}

}  // namespace

std::span<const PropertyRule> StreamProperties() { return kProperties; }

Result<Progress> CreateStream(ResourceTask& task) {
  const std::string mode = ModeOf(task);
  if (mode == "ON_DEMAND" && task.Find("ShardCount") != nullptr) {
    return Error("InvalidRequest", "ShardCount must not be set for a stream in ON_DEMAND mode");
  }
  std::string name = task.Text("Name");
  if (name.empty()) name = task.GeneratedName(kNameSizeMax);
  bj::object input{{"StreamName", name}, {"StreamModeDetails", bj::object{{"StreamMode", mode}}}};
  if (mode == "PROVISIONED") input["ShardCount"] = IntegerOf(task, "ShardCount", 1);
  for (const char* const key : {"MaxRecordSizeInKiB", "WarmThroughputMiBps"}) {
    if (const bj::value* const value = task.Find(key)) input[key] = *value;
  }
  input["Tags"] = TagsToCreateWith(task);
  auto created = Call(task, "CreateStream", input);
  if (created) task.resource.physical_id = name;
  return created;
}

Result<Progress> SettleStream(ResourceTask& task) {
  const auto stream = Describe(task);
  if (!stream) return stream.error();
  // Every one of the calls below makes it UPDATING.
  if (*stream->if_contains("StreamStatus") != "ACTIVE") return Progress::kWait;
  for (const auto settle :
       {SettleShards, SettleRetention, SettleEncryption, SettleMetrics, SettleSizes}) {
    if (auto step = settle(task, *stream)) return *step;
  }
  if (!task.Changed("Tags")) return Progress::kDone;
  return SettleTags(task, std::string(View(stream->if_contains("StreamARN")->get_string())));
}

Result<Progress> RemoveStream(ResourceTask& task) {
  const auto stream = Describe(task);
  if (!stream && stream.error().code() == "ResourceNotFoundException") return Progress::kDone;
  if (!stream) return stream.error();
  if (*stream->if_contains("StreamStatus") != "ACTIVE") return Progress::kWait;
  return Call(task, "DeleteStream",
              {{"StreamName", task.resource.physical_id}, {"EnforceConsumerDeletion", true}});
}

Result<bj::object> StreamAttributes(ResourceTask& task) {
  const auto stream = Describe(task);
  if (!stream) return stream.error();
  bj::object attributes{{"Arn", *stream->if_contains("StreamARN")}};
  const bj::value* const warm = stream->if_contains("WarmThroughput");
  for (const char* const key : {"CurrentMiBps", "TargetMiBps"}) {
    const std::string text = TextIn(warm, key);
    attributes["WarmThroughputObject." + std::string(key)] = text.empty() ? "0" : text;
  }
  return attributes;
}

}  // namespace runnel::cloudformation

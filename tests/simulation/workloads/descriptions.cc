#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/kept.h"
#include "tests/simulation/workloads/metrics.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

constexpr const char* kStatus[] = {"CREATING", "ACTIVE", "UPDATING", "DELETING"};

class Descriptions : public Workload {
 public:
  std::string_view name() const override { return "descriptions"; }

  void Step(World& world) override {
    switch (world.dice.Below(6)) {
      case 0:
        return DescribeStream(world);
      case 1:
        return ListStreams(world);
      case 2:
        return DescribeLimits(world);
      case 3:
        return DescribeAccount(world);
      case 4:
        return Inspect(world);
      default:
        return Summarize(world);
    }
  }

 private:
  static Expected Ask(World& world, const char* operation, const std::string& name) {
    const Expected counted = world.reference.Count(operation, name);
    if (counted != Expected::kSuccess) return counted;
    if (world.reference.Find(name) == nullptr) return Expected::kStreamNotFound;
    return world.reference.Strike(operation, name);
  }

  // What both descriptions of a stream have.
  static void CheckStream(const World& world, const std::string& name, const object& got) {
    const ReferenceStream& stream = *world.reference.Find(name);
    world.Check(got.at("StreamStatus").as_string() == kStatus[static_cast<int>(stream.status)],
                std::string("the stream was to be ") + kStatus[static_cast<int>(stream.status)]);
    world.Check(got.at("RetentionPeriodHours").as_int64() == stream.retention_hours,
                "the retention was to be " + std::to_string(stream.retention_hours));
    world.Check(got.at("StreamARN").as_string() == Reference::ArnOf(name), "the ARN is another");
    const bool on_demand = got.at("StreamModeDetails").at("StreamMode").as_string() == "ON_DEMAND";
    world.Check(on_demand == stream.on_demand, "the mode is another");
    const double created = got.at("StreamCreationTimestamp").to_number<double>();
    world.Check(std::llround(created * 1000) == stream.created, "it was created at another time");
    const bool encrypted = got.at("EncryptionType").as_string() == "KMS";
    world.Check(encrypted != stream.key.empty(), "the encryption is told wrongly");
    world.Check(!encrypted || got.at("KeyId").as_string() == stream.key, "the key is another");
    const auto& metrics = got.at("EnhancedMonitoring").at(0).at("ShardLevelMetrics").as_array();
    world.Check(AreMetrics(metrics, stream.metrics), "there are other metrics");
  }

  static void Summarize(World& world) {
    const std::string name = LikelyName(world);
    const Expected expected = Ask(world, "DescribeStreamSummary", name);
    const Answer answer = world.Call("DescribeStreamSummary", {{"StreamName", name}}, expected);
    if (expected != Expected::kSuccess) return;
    const ReferenceStream& stream = *world.reference.Find(name);
    const object& got = answer.json.at("StreamDescriptionSummary").as_object();
    CheckStream(world, name, got);
    world.Check(got.at("OpenShardCount").as_int64() == stream.OpenShards(),
                std::to_string(stream.OpenShards()) + " shards were to be open");
    world.Check(
        got.at("ConsumerCount").as_int64() == static_cast<std::int64_t>(stream.consumers.size()),
        std::to_string(stream.consumers.size()) + " consumers were to be there");
    world.Check(got.at("MaxRecordSizeInKiB").as_int64() == stream.record_size_kib,
                "the size of records was to be " + std::to_string(stream.record_size_kib));
    const bool warm = stream.warm && stream.on_demand &&
                      world.reference.commitment().InForce(world.reference.now());
    world.Check(got.contains("WarmThroughput") == warm, "the warm throughput is told wrongly");
    if (!warm) return;
    const auto& throughput = got.at("WarmThroughput");
    world.Check(throughput.at("TargetMiBps").as_int64() == stream.warm->target &&
                    throughput.at("CurrentMiBps").as_int64() == stream.warm->current,
                "the warm throughput is another");
  }

  static void DescribeStream(World& world) {
    const std::string name = LikelyName(world);
    const Expected expected = Ask(world, "DescribeStream", name);
    object input = {{"StreamName", name}};
    std::size_t limit = 100;
    if (world.dice.OneIn(2)) input["Limit"] = limit = 1 + world.dice.Below(9);
    int after = -1;
    if (world.dice.OneIn(2)) {
      after = LikelyShard(world, name);
      input["ExclusiveStartShardId"] = ReferenceShard::IdOf(after);
    }
    const Answer answer = world.Call("DescribeStream", input, expected);
    if (expected != Expected::kSuccess) return;
    const object& got = answer.json.at("StreamDescription").as_object();
    CheckStream(world, name, got);
    const ReferenceStream& stream = *world.reference.Find(name);
    std::vector<std::string> ids;
    for (const ReferenceShard& shard : stream.shards) {
      if (shard.index > after && !stream.Expired(shard)) ids.push_back(shard.Id());
    }
    const auto& shards = got.at("Shards").as_array();
    world.Check(shards.size() == std::min(limit, ids.size()), "there are other shards");
    for (std::size_t i = 0; i < shards.size(); ++i) {
      world.Check(shards[i].at("ShardId").as_string() == ids[i], ids[i] + " is missing");
    }
    world.Check(got.at("HasMoreShards").as_bool() == (ids.size() > limit),
                "HasMoreShards is wrong");
  }

  // From the start, from a name, or from where an earlier list ended.
  void ListStreams(World& world) {
    Expected expected = world.reference.Count("ListStreams", {});
    const bool counted = expected == Expected::kSuccess;
    object input;
    std::size_t limit = 100;
    std::string after;
    if (world.dice.OneIn(2)) input["Limit"] = limit = 1 + world.dice.Below(4);
    const bool continues = !kept_.empty() && world.dice.OneIn(2);
    if (continues) {
      const Token token = kept_.Pick(world.dice);
      const bool garbled = world.dice.OneIn(6);
      input["NextToken"] = garbled ? "AAAA" : token.text;
      after = token.after;
      const bool expired = world.reference.now() - token.created > kTokenLifetime;
      if (counted && garbled) expected = Expected::kTokenInvalid;
      if (counted && !garbled && expired) expected = Expected::kTokenExpired;
    } else if (world.dice.OneIn(2)) {
      input["ExclusiveStartStreamName"] = after = AnyName(world.dice);
    }
    if (counted && expected == Expected::kSuccess) {
      expected = world.reference.Strike("ListStreams", {});
    }
    const Answer answer = world.Call("ListStreams", input, expected);
    if (expected != Expected::kSuccess) return;
    std::vector<std::string> names;
    for (const auto& [name, stream] : world.reference.streams()) {
      if (name > after) names.push_back(name);
    }
    const auto& got = answer.json.at("StreamNames").as_array();
    world.Check(got.size() == std::min(limit, names.size()), "there are other streams");
    for (std::size_t i = 0; i < got.size(); ++i) {
      world.Check(got[i].as_string() == names[i], names[i] + " is missing");
    }
    world.Check(answer.json.at("HasMoreStreams").as_bool() == (names.size() > limit),
                "HasMoreStreams is wrong");
    const auto* const next = answer.json.as_object().if_contains("NextToken");
    world.Check((next != nullptr) == (names.size() > limit), "NextToken is there wrongly");
    if (next == nullptr || !world.writes()) return;
    kept_.Add({next->as_string().c_str(), world.reference.now(), names[limit - 1]});
  }

  static void DescribeLimits(World& world) {
    Expected expected = world.reference.Count("DescribeLimits", {});
    if (expected == Expected::kSuccess) expected = world.reference.Strike("DescribeLimits", {});
    const Answer answer = world.Call("DescribeLimits", object(), expected);
    if (expected != Expected::kSuccess) return;
    const object& got = answer.json.as_object();
    world.Check(got.at("OpenShardCount").as_int64() == world.reference.CountedShards(),
                "OpenShardCount was to be " + std::to_string(world.reference.CountedShards()));
    world.Check(got.at("OnDemandStreamCount").as_int64() == world.reference.OnDemandStreams(),
                "there are other on-demand streams");
    world.Check(got.at("ShardLimit").as_int64() == world.reference.settings().shard_limit,
                "the limit is another");
  }

  static void DescribeAccount(World& world) {
    constexpr char kOperation[] = "DescribeAccountSettings";
    Expected expected = world.reference.Count(kOperation, {});
    if (expected == Expected::kSuccess) expected = world.reference.Strike(kOperation, {});
    const Answer answer = world.Call(kOperation, object(), expected);
    if (expected != Expected::kSuccess) return;
    const ReferenceCommitment& commitment = world.reference.commitment();
    const char* const status = !commitment.InForce(world.reference.now()) ? "DISABLED"
                               : commitment.end_pending ? "ENABLED_UNTIL_EARLIEST_ALLOWED_END"
                                                        : "ENABLED";
    const object& got = answer.json.at("MinimumThroughputBillingCommitment").as_object();
    world.Check(got.at("Status").as_string() == status,
                std::string("the commitment was to be ") + status);
    world.Check(got.contains("StartedAt") == commitment.started.has_value(),
                "the beginning of the commitment is told wrongly");
  }

  // What people look on with: it answers, and changes nothing.
  static void Inspect(World& world) {
    constexpr const char* kPlain[] = {"Runnel.InspectActivity", "Runnel.InspectStreams",
                                      "Runnel.ListFaultRules",  "Runnel.ListScenarios",
                                      "Runnel.DescribeClock",   "Runnel.ListFailures"};
    if (world.dice.OneIn(4)) return InspectRecords(world);
    if (world.dice.OneIn(6)) return InspectCall(world);
    world.Call(world.dice.Pick(kPlain), object(), Expected::kSuccess);
  }

  static void InspectRecords(World& world) {
    const std::string name = LikelyName(world);
    const int index = LikelyShard(world, name);
    const ReferenceStream* const stream = world.reference.Find(name);
    const ReferenceShard* const shard = stream == nullptr ? nullptr : stream->Find(index);
    if (shard == nullptr) return;
    world.Call("Runnel.InspectRecords", {{"StreamName", name}, {"ShardId", shard->Id()}},
               Expected::kSuccess);
  }

  static void InspectCall(World& world) {
    const Answer activity = world.Call("Runnel.InspectActivity", object(), Expected::kSuccess);
    const auto& calls = activity.json.at("Calls").as_array();
    if (calls.empty()) return;
    world.Call("Runnel.InspectCall", {{"Number", calls.front().at("Number")}}, Expected::kSuccess);
  }

  // A list of streams that goes on later.
  struct Token {
    std::string text;
    Millis created = 0;
    std::string after;
  };
  Kept<Token, kTokensKept> kept_;
};

}  // namespace

std::unique_ptr<Workload> MakeDescriptions() { return std::make_unique<Descriptions>(); }

}  // namespace runnel::simulation

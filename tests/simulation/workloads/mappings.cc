#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

constexpr Millis kMappingDelay = 500;
constexpr Millis kRetryDelay = 1000;
constexpr Millis kRetryDelayMost = 5000;

// An invocation whose outcome has not been told.
struct Taken {
  std::string request;
  std::string function;
  int shard = 0;
  std::size_t through = 0;  // of the records of the shard
};

// Functions that are invoked with the records of streams, and what becomes of that. Each shard is
// gone through from its start, in order, the parents first; a batch that failed comes again.
class Mappings : public Workload {
 public:
  std::string_view name() const override { return "mappings"; }

  void Step(World& world) override {
    if (generation_ != world.generation()) {
      generation_ = world.generation();
      taken_.clear();
    }
    const std::string function = "fn-" + std::to_string(world.dice.Below(2));
    const auto found = world.reference.mappings().find(function);
    if (found == world.reference.mappings().end()) return Create(world, function);
    if (world.dice.OneIn(25)) return Delete(world, function, found->second);
    if (world.dice.OneIn(12)) return Look(world, function, found->second);
    if (!taken_.empty() && world.dice.OneIn(2)) return Complete(world);
    Take(world, function, found->second);
  }

 private:
  static void Create(World& world, const std::string& function) {
    const std::string name = LikelyName(world);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (stream == nullptr) return;
    world.CallAnyway("DELETE /2015-03-31/functions/" + function);
    world.CallLambda("POST /2015-03-31/functions",
                     {{"FunctionName", function},
                      {"PackageType", "Image"},
                      {"Code", {{"ImageUri", "runnel:by-calls"}}},
                      {"Role", "arn:aws:iam::000000000000:role/r"}},
                     Expected::kSuccess);
    // What a mapping of before still wanted from a function of that name.
    while (world.Call("Runnel.TakeInvocation", {{"FunctionName", function}}, Expected::kSuccess)
               .json.as_object()
               .contains("RequestId")) {
    }
    ReferenceMapping mapping;
    mapping.stream = name;
    mapping.incarnation = stream->incarnation;
    mapping.ready = world.reference.now() + kMappingDelay;
    mapping.batch_size = static_cast<int>(world.dice.Between(1, 20));
    if (world.dice.OneIn(2)) mapping.retries_most = static_cast<int>(world.dice.Below(3));
    const Answer made = world.CallLambda("POST /2015-03-31/event-source-mappings",
                                         {{"EventSourceArn", Reference::ArnOf(name)},
                                          {"FunctionName", function},
                                          {"StartingPosition", "TRIM_HORIZON"},
                                          {"BatchSize", mapping.batch_size},
                                          {"MaximumRetryAttempts", mapping.retries_most}},
                                         Expected::kSuccess);
    mapping.uuid = made.json.at("UUID").as_string().c_str();
    world.reference.mappings()[function] = mapping;
  }

  static std::string PathOf(const ReferenceMapping& mapping) {
    return "/2015-03-31/event-source-mappings/" + mapping.uuid;
  }

  void Delete(World& world, const std::string& function, const ReferenceMapping& mapping) {
    const bool settled = world.reference.now() >= mapping.ready;
    world.CallLambda("DELETE " + PathOf(mapping), nullptr,
                     settled ? Expected::kSuccess : Expected::kMappingInUse);
    if (!settled) return;
    std::erase_if(taken_, [&](const Taken& taken) { return taken.function == function; });
    // One that is being deleted stands in the way of the same one anew; the name is free when it is
    // gone.
    world.Advance(kMappingDelay);
    world.CallLambda("GET " + PathOf(mapping), nullptr, Expected::kMappingNotFound);
    world.CallLambda("DELETE /2015-03-31/functions/" + function, nullptr, Expected::kSuccess);
    world.reference.mappings().erase(function);
  }

  // What is there already, or has no stream.
  static void MapAgain(World& world, const std::string& function, const ReferenceMapping& mapping) {
    const bool again = world.dice.OneIn(2);
    world.CallLambda("POST /2015-03-31/event-source-mappings",
                     {{"EventSourceArn", Reference::ArnOf(again ? mapping.stream : "nobody")},
                      {"FunctionName", function},
                      {"StartingPosition", "LATEST"}},
                     again && world.reference.Find(mapping.stream) != nullptr
                         ? Expected::kMappingExists
                         : Expected::kMappingSource);
  }

  static void Look(World& world, const std::string& function, ReferenceMapping& mapping) {
    const bool settled = world.reference.now() >= mapping.ready;
    const Answer answer = world.CallLambda("GET " + PathOf(mapping), nullptr, Expected::kSuccess);
    const char* const state = settled ? "Enabled" : mapping.updated ? "Updating" : "Creating";
    world.Check(answer.json.at("State").as_string() == state,
                std::string("the mapping was to be ") + state);
    if (world.dice.OneIn(3)) return MapAgain(world, function, mapping);
    const std::string arn = answer.json.at("EventSourceMappingArn").as_string().c_str();
    if (world.dice.OneIn(2)) {
      world.CallLambda("POST /2017-03-31/tags/" + arn, {{"Tags", {{"k", "v"}}}},
                       Expected::kSuccess);
      return;
    }
    world.CallLambda("PUT " + PathOf(mapping), {{"MaximumRetryAttempts", mapping.retries_most}},
                     settled ? Expected::kSuccess : Expected::kMappingInUse);
    if (!settled) return;
    mapping.ready = world.reference.now() + kMappingDelay;
    mapping.updated = true;
  }

  bool IsTaken(const std::string& function, int shard) const {
    return std::any_of(taken_.begin(), taken_.end(), [&](const Taken& taken) {
      return taken.function == function && taken.shard == shard;
    });
  }

  void Take(World& world, const std::string& function, ReferenceMapping& mapping) {
    const Answer answer =
        world.Call("Runnel.TakeInvocation", {{"FunctionName", function}}, Expected::kSuccess);
    const auto* const request = answer.json.as_object().if_contains("RequestId");
    ReferenceStream* const stream = world.reference.Find(mapping.stream);
    if (stream == nullptr || stream->incarnation != mapping.incarnation) {
      // What comes now may be of the stream before or after: nothing more is said of it.
      return Delete(world, function, mapping);
    }
    if (request == nullptr) return CheckNothingWaits(world, function, mapping, stream);
    const auto payload = boost::json::parse(std::string(answer.json.at("Payload").as_string()));
    const auto& records = payload.at("Records").as_array();
    Taken taken{request->as_string().c_str(), function, -1, 0};
    CheckBatch(world, mapping, *stream, records, taken);
    taken_.push_back(taken);
  }

  void CheckBatch(const World& world, ReferenceMapping& mapping, const ReferenceStream& stream,
                  const boost::json::array& records, Taken& taken) const {
    world.Check(!records.empty() && records.size() <= static_cast<std::size_t>(mapping.batch_size),
                "a batch is empty or too large");
    const std::string event = records[0].at("eventID").as_string().c_str();
    taken.shard = std::atoi(event.substr(event.find('-') + 1, 12).c_str());
    const ReferenceShard& shard = stream.shards[static_cast<std::size_t>(taken.shard)];
    world.Check(!IsTaken(taken.function, taken.shard), "two batches of a shard are under way");
    std::size_t at = mapping.done[taken.shard];
    const auto is = [&](std::size_t position, const boost::json::value& record) {
      return position < shard.records.size() &&
             record.at("kinesis").at("sequenceNumber").as_string() ==
                 shard.records[position].sequence_number;
    };
    // What has expired meanwhile is not delivered any more.
    while (at < shard.records.size() && !is(at, records[0])) {
      world.Check(shard.records[at].arrival < stream.horizon, "a record was passed over");
      ++at;
    }
    const std::size_t first = at;
    for (const auto& record : records) {
      world.Check(is(at, record), "the records of a batch do not follow each other");
      world.Check(record.at("kinesis").at("data").as_string() == shard.records[at].data,
                  "a record has other data");
      ++at;
    }
    taken.through = at;
    if (int& failures = mapping.failures[taken.shard]; failures > 0) {
      // One that expired before its next try is followed by another batch.
      if (first >= mapping.again[taken.shard]) failures = 0;
      world.Check(failures == 0 || at == mapping.again[taken.shard],
                  "a batch that failed came again with other records");
    }
    CheckParents(world, mapping, stream, shard);
    const auto due = mapping.not_before.find(taken.shard);
    world.Check(due == mapping.not_before.end() || world.reference.now() >= due->second,
                "a batch came again too early");
  }

  // The parents are done with before the children begin.
  static void CheckParents(const World& world, ReferenceMapping& mapping,
                           const ReferenceStream& stream, const ReferenceShard& shard) {
    for (const int parent : {shard.parent, shard.adjacent_parent}) {
      if (parent < 0) continue;
      const auto& records = stream.shards[static_cast<std::size_t>(parent)].records;
      for (std::size_t i = mapping.done[parent]; i < records.size(); ++i) {
        world.Check(records[i].arrival < stream.horizon, "a child is read before its parent");
      }
    }
  }

  // Nothing is invoked: then there is nothing that it could be invoked with.
  void CheckNothingWaits(const World& world, const std::string& function, ReferenceMapping& mapping,
                         const ReferenceStream* stream) const {
    if (stream == nullptr || world.reference.now() < mapping.ready) return;
    for (const ReferenceShard& shard : stream->shards) {
      if (stream->Expired(shard) || IsTaken(function, shard.index)) continue;
      const auto due = mapping.not_before.find(shard.index);
      if (due != mapping.not_before.end() && world.reference.now() < due->second) continue;
      const std::size_t at = std::max(mapping.done[shard.index], stream->FirstKept(shard));
      if (at >= shard.records.size()) continue;
      const bool may = IsThrough(world, function, mapping, *stream, shard.parent) &&
                       IsThrough(world, function, mapping, *stream, shard.adjacent_parent);
      world.Check(!may, "records of " + shard.Id() + " wait for an invocation of " + function);
      return;
    }
  }

  // Whether a shard and all that came before it are done with. What has expired is, but for a batch
  // that is under way, or will come again.
  bool IsThrough(const World& world, const std::string& function, ReferenceMapping& mapping,
                 const ReferenceStream& stream, int index) const {
    if (index < 0) return true;
    const ReferenceShard& shard = stream.shards[static_cast<std::size_t>(index)];
    const std::size_t at = std::max(mapping.done[index], stream.FirstKept(shard));
    const auto due = mapping.not_before.find(index);
    const bool waits = due != mapping.not_before.end() && world.reference.now() < due->second;
    return at >= shard.records.size() && !waits && !IsTaken(function, index) &&
           IsThrough(world, function, mapping, stream, shard.parent) &&
           IsThrough(world, function, mapping, stream, shard.adjacent_parent);
  }

  void Complete(World& world) {
    const std::size_t index = world.dice.Below(taken_.size());
    const Taken taken = taken_[index];
    taken_.erase(taken_.begin() + static_cast<std::ptrdiff_t>(index));
    const bool fails = world.dice.OneIn(3);
    world.Call("Runnel.CompleteInvocation",
               {{"RequestId", taken.request}, {"Outcome", fails ? "FUNCTION_ERROR" : "RETURNED"}},
               Expected::kSuccess);
    ReferenceMapping& mapping = world.reference.mappings().at(taken.function);
    const ReferenceStream* const stream = world.reference.Find(mapping.stream);
    if (stream == nullptr || stream->incarnation != mapping.incarnation) return;
    int& failures = mapping.failures[taken.shard];
    if (fails && (mapping.retries_most < 0 || failures < mapping.retries_most)) {
      const Millis delay = std::min(kRetryDelay << std::min(failures, 10), kRetryDelayMost);
      mapping.not_before[taken.shard] = world.reference.now() + delay;
      mapping.again[taken.shard] = taken.through;
      ++failures;
      return;
    }
    mapping.done[taken.shard] = taken.through;
    failures = 0;
    mapping.not_before.erase(taken.shard);
  }

  std::uint64_t generation_ = 0;
  std::vector<Taken> taken_;
};

}  // namespace

std::unique_ptr<Workload> MakeMappings() { return std::make_unique<Mappings>(); }

}  // namespace runnel::simulation

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

// Rules that name an operation and a stream, one for each such pair, and strike by their count.
class Faults : public Workload {
 public:
  std::string_view name() const override { return "faults"; }

  void Step(World& world) override {
    if (world.dice.OneIn(30)) return PlayScenario(world);
    if (world.dice.OneIn(8)) return Clear(world);
    if (world.dice.OneIn(3)) return Remove(world);
    Add(world);
  }

 private:
  static void Add(World& world) {
    constexpr const char* kStruck[] = {"PutRecord",
                                       "PutRecords",
                                       "GetRecords",
                                       "GetShardIterator",
                                       "SplitShard",
                                       "MergeShards",
                                       "UpdateShardCount",
                                       "DeleteStream",
                                       "AddTagsToStream",
                                       "DescribeStreamSummary",
                                       "RegisterStreamConsumer",
                                       "SubscribeToShard",
                                       "UpdateStreamMode",
                                       "StartStreamEncryption"};
    ReferenceFault fault;
    fault.operation = world.dice.Pick(kStruck);
    fault.stream = AnyName(world.dice);
    fault.of_records = fault.operation.starts_with("PutRecord") && world.dice.OneIn(2);
    fault.durable = world.dice.OneIn(2);
    if (world.dice.OneIn(2)) {
      fault.first = static_cast<int>(world.dice.Between(1, 4));
    } else {
      fault.every_nth = static_cast<int>(world.dice.Between(1, 4));
    }
    fault.rule = fault.operation + ":" + fault.stream;
    boost::json::object input = {{"RuleId", fault.rule},
                                 {"Action", fault.of_records ? "FAIL_RECORDS" : "ERROR"},
                                 {"Operations", boost::json::array{fault.operation.c_str()}},
                                 {"StreamName", fault.stream},
                                 {"ErrorCode", "InternalFailure"},
                                 {"Durable", fault.durable}};
    if (!fault.of_records) input["ErrorMessage"] = "Injected by the fault rule of this test.";
    if (fault.first != 0) input["FirstN"] = fault.first;
    if (fault.every_nth != 0) input["EveryNth"] = fault.every_nth;
    world.Call("Runnel.AddFaultRule", input, Expected::kSuccess);
    auto& faults = world.reference.faults();
    std::erase_if(faults, [&](const ReferenceFault& old) { return old.rule == fault.rule; });
    faults.push_back(fault);
  }

  static void Remove(World& world) {
    auto& faults = world.reference.faults();
    if (faults.empty() || world.dice.OneIn(5)) {
      world.Call("Runnel.RemoveFaultRule", {{"RuleId", "nobody"}}, Expected::kNoFaultRule);
      return;
    }
    const std::size_t at = world.dice.Below(faults.size());
    world.Call("Runnel.RemoveFaultRule", {{"RuleId", faults[at].rule}}, Expected::kSuccess);
    faults.erase(faults.begin() + static_cast<std::ptrdiff_t>(at));
  }

  static void Clear(World& world) {
    world.Call("Runnel.ClearFaultRules", boost::json::object(), Expected::kSuccess);
    world.reference.faults().clear();
  }

  // A scenario is many rules of all kinds: it comes and goes within the step.
  static void PlayScenario(World& world) {
    world.Call("Runnel.StartScenario", {{"Name", "flaky-producer"}}, Expected::kSuccess);
    Clear(world);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeFaults() { return std::make_unique<Faults>(); }

}  // namespace runnel::simulation

#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

// Functions that clients answer, and events that are kept until one has taken them: changes beside
// those of streams. Every function that is called has been made before, unless a crash forgot it.
class Functions : public Workload {
 public:
  std::string_view name() const override { return "functions"; }

  void Step(World& world) override {
    if (generation_ != world.generation()) {
      generation_ = world.generation();
      made_ = false;
    }
    if (!made_) return Make(world);
    switch (world.dice.Below(3)) {
      case 0:
        return Invoke(world);
      case 1:
        return Answer(world);
      default:
        return Delete(world);
    }
  }

 private:
  void Make(World& world) {
    // It may be there still, from before.
    world.CallAnyway("DELETE /2015-03-31/functions/events");
    world.CallLambda("POST /2015-03-31/functions",
                     {{"FunctionName", "events"},
                      {"PackageType", "Image"},
                      {"Code", {{"ImageUri", "runnel:by-calls"}}},
                      {"Role", "arn:aws:iam::000000000000:role/r"}},
                     Expected::kSuccess);
    made_ = true;
  }

  static void Invoke(World& world) {
    world.CallAnyway("POST /2015-03-31/functions/events/invocations", "Event");
  }

  // Which succeeds, or fails and is tried again.
  static void Answer(World& world) {
    const auto taken =
        world.Call("Runnel.TakeInvocation", {{"FunctionName", "events"}}, Expected::kSuccess);
    const auto* const request = taken.json.as_object().if_contains("RequestId");
    if (request == nullptr) return;
    world.Call(
        "Runnel.CompleteInvocation",
        {{"RequestId", *request}, {"Outcome", world.dice.OneIn(2) ? "FUNCTION_ERROR" : "RETURNED"}},
        Expected::kSuccess);
  }

  void Delete(World& world) {
    if (!world.dice.OneIn(4)) return;
    world.CallAnyway("DELETE /2015-03-31/functions/events");
    made_ = false;
  }

  std::uint64_t generation_ = 0;
  bool made_ = false;
};

}  // namespace

std::unique_ptr<Workload> MakeFunctions() { return std::make_unique<Functions>(); }

}  // namespace runnel::simulation

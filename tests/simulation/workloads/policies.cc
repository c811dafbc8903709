#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/resources.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

class Policies : public Workload {
 public:
  std::string_view name() const override { return "policies"; }

  void Step(World& world) override {
    std::string arn = LikelyResource(world);
    if (world.dice.OneIn(20)) arn = "arn:aws:kinesis:us-east-1:111111111111:stream/stream-1";
    switch (world.dice.Below(3)) {
      case 0:
        return Put(world, arn);
      case 1:
        return Get(world, arn);
      default:
        world.Call("DeleteResourcePolicy", {{"ResourceARN", arn}},
                   world.reference.DeletePolicy(arn));
    }
  }

 private:
  static void Put(World& world, const std::string& arn) {
    const bool of_consumer = arn.find("/consumer/") != std::string::npos;
    const bool well_formed = !world.dice.OneIn(6);
    const bool too_large = world.dice.OneIn(20);
    const object statement = {
        {"Sid",
         "s" + std::to_string(world.dice.Below(100)) + std::string(too_large ? 20'500 : 0, 'x')},
        {"Effect", well_formed ? "Allow" : "Perhaps"},
        {"Principal", {{"AWS", "222222222222"}}},
        {"Action", of_consumer ? "kinesis:SubscribeToShard" : "kinesis:GetRecords"},
        {"Resource", arn}};
    const std::string policy = boost::json::serialize(
        object{{"Version", "2012-10-17"}, {"Statement", boost::json::array{statement}}});
    world.Call("PutResourcePolicy", {{"ResourceARN", arn}, {"Policy", policy}},
               world.reference.PutPolicy(arn, policy, well_formed));
  }

  static void Get(World& world, const std::string& arn) {
    std::string policy;
    const Expected expected = world.reference.GetPolicy(arn, policy);
    const Answer answer = world.Call("GetResourcePolicy", {{"ResourceARN", arn}}, expected);
    if (expected != Expected::kSuccess) return;
    world.Check(answer.json.at("Policy").as_string() == policy, "the policy was to be " + policy);
  }
};

}  // namespace

std::unique_ptr<Workload> MakePolicies() { return std::make_unique<Policies>(); }

}  // namespace runnel::simulation

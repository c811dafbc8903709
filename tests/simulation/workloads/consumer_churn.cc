#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

using boost::json::object;

constexpr const char* kStatus[] = {"CREATING", "ACTIVE", "DELETING"};

class ConsumerChurn : public Workload {
 public:
  std::string_view name() const override { return "consumers"; }

  void Step(World& world) override {
    const std::string name = LikelyName(world);
    switch (world.dice.Below(6)) {
      case 0:
      case 1:
        return Register(world, name);
      case 2:
        return Deregister(world, name);
      case 3:
        return List(world, name);
      case 4:
        if (world.dice.OneIn(4)) return RegisterMany(world, name);
        return AddressBadly(world);
      default:
        return Describe(world, name);
    }
  }

 private:
  static void RegisterOne(World& world, const std::string& name, const std::string& consumer) {
    Tags tags;
    if (world.dice.OneIn(3)) tags = {{"team", consumer}};
    object input = {{"StreamARN", Reference::ArnOf(name)}, {"ConsumerName", consumer}};
    if (!tags.empty()) input["Tags"] = {{"team", consumer}};
    const Expected expected = world.reference.RegisterConsumer(name, consumer, tags);
    const Answer answer = world.Call("RegisterStreamConsumer", input, expected);
    if (expected != Expected::kSuccess) return;
    const ReferenceConsumer& registered = *world.reference.FindConsumer(name, consumer);
    const auto& got = answer.json.at("Consumer");
    world.Check(got.at("ConsumerARN").as_string() == registered.arn &&
                    got.at("ConsumerStatus").as_string() == "CREATING",
                "the consumer was to be " + registered.arn);
  }

  static void Register(World& world, const std::string& name) {
    RegisterOne(world, name, "consumer-" + std::to_string(world.dice.Below(4)));
  }

  // More than there may be.
  static void RegisterMany(World& world, const std::string& name) {
    for (int i = 0; i < 22; ++i) RegisterOne(world, name, "many-" + std::to_string(i));
  }

  static object Address(World& world, const std::string& name, const std::string& consumer,
                        bool by_arn) {
    if (by_arn) return {{"ConsumerARN", ConsumerArnOf(world, name, consumer)}};
    return {{"StreamARN", Reference::ArnOf(name)}, {"ConsumerName", consumer}};
  }

  static void Deregister(World& world, const std::string& name) {
    const std::string consumer = LikelyConsumer(world, name);
    const bool by_arn = world.dice.OneIn(2);
    const object input = Address(world, name, consumer, by_arn);
    const Expected expected = world.reference.DeregisterConsumer(name, consumer, by_arn);
    world.Call("DeregisterStreamConsumer", input, expected);
  }

  static void Describe(World& world, const std::string& name) {
    const std::string consumer = LikelyConsumer(world, name);
    const bool by_arn = world.dice.OneIn(2);
    const object input = Address(world, name, consumer, by_arn);
    const Expected expected = world.reference.DescribeConsumer(name, consumer, by_arn);
    const Answer answer = world.Call("DescribeStreamConsumer", input, expected);
    if (expected != Expected::kSuccess) return;
    const ReferenceConsumer& found = *world.reference.FindConsumer(name, consumer);
    const auto& got = answer.json.at("ConsumerDescription");
    const char* const status = kStatus[static_cast<int>(found.status)];
    world.Check(got.at("ConsumerStatus").as_string() == status,
                std::string("the consumer was to be ") + status);
    world.Check(got.at("ConsumerARN").as_string() == found.arn, "the ARN is another");
  }

  static void List(World& world, const std::string& name) {
    Expected expected = world.reference.Count("ListStreamConsumers", name);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (expected == Expected::kSuccess && stream == nullptr) expected = Expected::kStreamNotFound;
    if (expected == Expected::kSuccess) {
      expected = world.reference.Strike("ListStreamConsumers", name);
    }
    object input = {{"StreamARN", Reference::ArnOf(name)}};
    std::size_t limit = 100;
    if (world.dice.OneIn(2)) input["MaxResults"] = limit = 1 + world.dice.Below(5);
    const Answer answer = world.Call("ListStreamConsumers", input, expected);
    if (expected != Expected::kSuccess) return;
    const auto& got = answer.json.at("Consumers").as_array();
    world.Check(got.size() == std::min(limit, stream->consumers.size()),
                "there are other consumers");
    auto next = stream->consumers.begin();
    for (const auto& consumer : got) {
      world.Check(consumer.at("ConsumerName").as_string() == next->first,
                  next->first + " is missing");
      ++next;
    }
    world.Check(answer.json.as_object().contains("NextToken") == (stream->consumers.size() > limit),
                "NextToken is there wrongly");
  }

  static void AddressBadly(World& world) {
    if (world.dice.OneIn(2)) {
      world.Call("DescribeStreamConsumer", {{"ConsumerName", "somebody"}},
                 Expected::kConsumerAddress);
      return;
    }
    world.Call("DescribeStreamConsumer",
               {{"ConsumerName", "somebody"},
                {"ConsumerARN", Reference::ArnOf("nobody") + "/consumer/other:1"}},
               Expected::kConsumerAddressesDiffer);
  }
};

}  // namespace

std::unique_ptr<Workload> MakeConsumerChurn() { return std::make_unique<ConsumerChurn>(); }

}  // namespace runnel::simulation

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/kept.h"
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
        if (!kept_.empty() && world.dice.OneIn(3)) return Continue(world, kept_.Pick(world.dice));
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
    const bool committed = world.reference.commitment().InForce(world.reference.now());
    const int many = committed ? 52 : 22;
    for (int i = 0; i < many; ++i) RegisterOne(world, name, "many-" + std::to_string(i));
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

  // A list that goes on later.
  struct Token {
    std::string text;
    Millis created = 0;
    std::string stream;
    std::uint64_t incarnation = 0;
    std::string after;
  };

  void Continue(World& world, const Token& token) {
    Expected expected = world.reference.Count("ListStreamConsumers", token.stream);
    const ReferenceStream* const stream = world.reference.Find(token.stream);
    const bool garbled = world.dice.OneIn(6);
    const bool expired = world.reference.now() - token.created > kTokenLifetime;
    if (expected != Expected::kSuccess) {
    } else if (garbled) {
      expected = Expected::kTokenInvalid;
    } else if (expired) {
      expected = Expected::kTokenExpired;
    } else if (stream == nullptr) {
      expected = Expected::kStreamNotFound;
    } else if (stream->incarnation != token.incarnation) {
      expected = Expected::kTokenInvalid;
    } else {
      expected = world.reference.Strike("ListStreamConsumers", token.stream);
    }
    ListFrom(world, token.stream, token.after,
             {{"StreamARN", Reference::ArnOf(token.stream)},
              {"NextToken", garbled ? "AAAA" : token.text}},
             expected);
  }

  void List(World& world, const std::string& name) {
    Expected expected = world.reference.Count("ListStreamConsumers", name);
    const ReferenceStream* const stream = world.reference.Find(name);
    if (expected == Expected::kSuccess && stream == nullptr) expected = Expected::kStreamNotFound;
    if (expected == Expected::kSuccess) {
      expected = world.reference.Strike("ListStreamConsumers", name);
    }
    ListFrom(world, name, {}, {{"StreamARN", Reference::ArnOf(name)}}, expected);
  }

  void ListFrom(World& world, const std::string& name, const std::string& after, object input,
                Expected expected) {
    std::size_t limit = 100;
    if (world.dice.OneIn(2)) input["MaxResults"] = limit = 1 + world.dice.Below(5);
    const Answer answer = world.Call("ListStreamConsumers", input, expected);
    if (expected != Expected::kSuccess) return;
    const auto& consumers = world.reference.Find(name)->consumers;
    const auto& got = answer.json.at("Consumers").as_array();
    auto next = consumers.upper_bound(after);
    const auto left = static_cast<std::size_t>(std::distance(next, consumers.end()));
    world.Check(got.size() == std::min(limit, left), "there are other consumers");
    for (const auto& consumer : got) {
      world.Check(consumer.at("ConsumerName").as_string() == next->first,
                  next->first + " is missing");
      ++next;
    }
    const auto* const token = answer.json.as_object().if_contains("NextToken");
    world.Check((token != nullptr) == (left > limit), "NextToken is there wrongly");
    if (token == nullptr || !world.writes()) return;
    kept_.Add({token->as_string().c_str(), world.reference.now(), name,
               world.reference.Find(name)->incarnation, std::prev(next)->first});
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

  Kept<Token, kTokensKept> kept_;
};

}  // namespace

std::unique_ptr<Workload> MakeConsumerChurn() { return std::make_unique<ConsumerChurn>(); }

}  // namespace runnel::simulation

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/simulation/workload.h"
#include "tests/simulation/workloads/names.h"

namespace runnel::simulation {
namespace {

class Encryption : public Workload {
 public:
  std::string_view name() const override { return "encryption"; }

  void Step(World& world) override {
    if (world.dice.OneIn(3)) return ChangeKey(world);
    if (world.dice.OneIn(10)) return ListKeys(world);
    if (world.dice.OneIn(12)) return ChangeOften(world);
    Change(world, LikelyName(world), !world.dice.OneIn(3), AnyKey(world.dice));
  }

 private:
  static void Change(World& world, const std::string& name, bool start, const std::string& key) {
    const bool kms = !world.dice.OneIn(20);
    const Expected expected = world.reference.ChangeEncryption(name, key, start, kms);
    world.Call(start ? "StartStreamEncryption" : "StopStreamEncryption",
               {{"StreamName", name}, {"EncryptionType", kms ? "KMS" : "NONE"}, {"KeyId", key}},
               expected);
  }

  // So often that the quota of a day is used up, where it holds.
  static void ChangeOften(World& world) {
    constexpr int kTimes = 30;
    const std::string name = LikelyName(world);
    const bool start = world.dice.OneIn(2);
    for (int i = 0; i < kTimes; ++i) {
      Change(world, name, start, i % 2 == 0 ? "alias/one" : "alias/two");
    }
  }

  static void ChangeKey(World& world) {
    constexpr const char* kStates[] = {"ENABLED",      "DISABLED",        "PENDING_DELETION",
                                       "NOT_FOUND",    "OPT_IN_REQUIRED", "THROTTLED",
                                       "ACCESS_DENIED"};
    const std::string key = AnyKey(world.dice);
    const std::string state = world.dice.OneIn(2) ? kStates[0] : world.dice.Pick(kStates);
    world.Call("Runnel.UpdateKeyState", {{"KeyId", key}, {"State", state}}, Expected::kSuccess);
    world.reference.UpdateKeyState(key, state);
  }

  static void ListKeys(World& world) {
    const Answer answer =
        world.Call("Runnel.ListKeyStates", boost::json::object(), Expected::kSuccess);
    world.Check(answer.json.at("Keys").as_array().size() == world.reference.key_states().size(),
                "other keys are not enabled");
  }
};

}  // namespace

std::unique_ptr<Workload> MakeEncryption() { return std::make_unique<Encryption>(); }

}  // namespace runnel::simulation

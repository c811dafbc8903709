#include <doctest/doctest.h>

#include "core/model/limits.h"
#include "core/state/invariants.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

FaultRule Rule(const std::string& id, const std::string& action = "DROP_AFTER") {
  FaultRule rule;
  rule.rule_id = id;
  rule.action = action;
  return rule;
}

TEST_CASE("fault rules stand in the order in which they came, as do those that replace others") {
  Scene scene;
  scene.state.Apply(FaultRuleAdded{Rule("a"), scene.now});
  scene.state.Apply(FaultRuleAdded{Rule("b"), scene.now});
  scene.state.Apply(FaultRuleCounted{"a", {5, 3, {}}});
  CHECK(scene.state.fault_rules()[0].tally.fired == 3);
  scene.state.Apply(FaultRuleAdded{Rule("a", "RESHARD"), scene.now});
  REQUIRE(scene.state.fault_rules().size() == 2);
  CHECK(*scene.state.fault_rules()[0].rule.rule_id == "b");
  CHECK(scene.state.fault_rules()[1].action == FaultAction::kReshard);
  CHECK(scene.state.fault_rules()[1].tally.matched == 0);
  scene.state.Apply(FaultRuleRemoved{"a"});
  REQUIRE(scene.state.fault_rules().size() == 1);
  CHECK(*scene.state.fault_rules()[0].rule.rule_id == "b");
  scene.state.Apply(StateCleared{});
  CHECK(scene.state.fault_rules().empty());
}

TEST_CASE("only a stream that scales by itself gets a scaling window, and a deletion ends it") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const TimerKey key{TimerKind::kScaling, uid.value};
  ShardThroughput throughput;
  throughput.window_bytes = 10;
  const ThroughputSpent spent{uid, scene.now, {{ShardId{0}, throughput}}};
  scene.state.Apply(spent);
  CHECK_FALSE(scene.state.timers().IsArmed(key));
  StreamSettingsChange on_demand;
  on_demand.mode = StreamMode::kOnDemand;
  scene.state.Apply(StreamSettingsChanged{uid, on_demand, scene.now});
  scene.state.Apply(spent);
  CHECK(scene.DueOf(key) == scene.now + limits::kScalingWindow);
  scene.Advance(Duration::Seconds(1));
  scene.state.Apply(ThroughputSpent{uid, scene.now, {{ShardId{0}, throughput}}});
  CHECK(scene.DueOf(key) == scene.now + limits::kScalingWindow - Duration::Seconds(1));
  scene.state.Apply(ScalingWindowEnded{uid});
  CHECK_FALSE(scene.state.timers().IsArmed(key));
  CHECK(scene.ShardOf(uid, 0).throughput->window_bytes == 0);
  scene.state.Apply(spent);
  scene.state.Apply(StreamChangeStarted{uid, PendingDeletion{}, scene.now});
  scene.state.Apply(StreamDeleted{uid});
  CHECK_FALSE(scene.state.timers().IsArmed(key));
  CHECK(FindViolation(scene.state).empty());
}

TEST_CASE("streams with limits of their own are counted until they are gone") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  CHECK_FALSE(scene.state.any_limits_enforced());
  scene.state.Apply(StreamLimitsChanged{uid, true});
  scene.state.Apply(StreamLimitsChanged{uid, true});
  CHECK(scene.state.any_limits_enforced());
  scene.state.Apply(StreamLimitsChanged{uid, false});
  CHECK_FALSE(scene.state.any_limits_enforced());
  scene.state.Apply(StreamLimitsChanged{uid, true});
  scene.state.Apply(StreamChangeStarted{uid, PendingDeletion{}, scene.now});
  scene.state.Apply(StreamDeleted{uid});
  CHECK_FALSE(scene.state.any_limits_enforced());
}

TEST_CASE("a silenced subscription is woken when the silence is over") {
  Scene scene;
  const StreamUid uid = scene.CreateStream("s");
  const SubscriptionId id = scene.Subscribe(scene.Register(uid, "c"), 0);
  const Timestamp until = scene.now + Duration::Seconds(2);
  scene.state.Apply(SubscriptionSilenced{id, until});
  CHECK(scene.DueOf({TimerKind::kSubscription, id.value}) == until);
  CHECK(scene.state.FindSubscription(id)->silent_until == until);
  CHECK(FindViolation(scene.state).empty());
}

}  // namespace
}  // namespace runnel

#include "core/integrations/event_source_mapping/lane.h"
#include "tests/unit/integrations/lane_fixture.h"

namespace runnel {
namespace {

// 2023-11-14T22:13:20Z lies 20 s before the end of a minute.
LaneBench MinuteWindows() {
  LaneBench bench;
  bench.rules.tumbling_window = Duration::Seconds(60);
  return bench;
}

void SucceedWith(LaneBench& bench, std::string state) {
  bench.Complete({BatchResult::Kind::kDone, 0, false, std::move(state)});
}

bool Has(const LaneBench& bench, std::string_view text) {
  return bench.Payload().find(text) != std::string::npos;
}

TEST_CASE("A tumbling window carries the state from one invocation to the next") {
  LaneBench bench = MinuteWindows();
  bench.Put();
  CHECK(bench.Invoke() == "1");
  CHECK(Has(bench, R"("window":{"start":"2023-11-14T22:13:00Z","end":"2023-11-14T22:14:00Z"})"));
  CHECK(Has(bench, R"("state":{})"));
  CHECK(Has(bench, R"("isFinalInvokeForWindow":false)"));
  SucceedWith(bench, R"({"n":1})");
  bench.Put();
  CHECK(bench.Invoke() == "2");
  CHECK(Has(bench, R"("state":{"n":1})"));
}

TEST_CASE("When its time is over a tumbling window ends with an invocation without records") {
  LaneBench bench = MinuteWindows();
  bench.Put();
  bench.Invoke();
  SucceedWith(bench, R"({"n":1})");
  CHECK(bench.Step().until == Timestamp{1'700'000'040'000});
  bench.Advance(Duration::Seconds(40));
  REQUIRE(bench.Step().kind == LaneStep::Kind::kInvoke);
  CHECK(bench.lane.invokes_finally());
  bench.lane.Invoke();
  CHECK(bench.Payload().starts_with(R"({"Records":[],)"));
  CHECK(Has(bench, R"("state":{"n":1})"));
  CHECK(Has(bench, R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false)"));
  bench.Succeed();
  CHECK_FALSE(bench.Step().until);
  bench.Put();
  CHECK(bench.Invoke() == "2");
  CHECK(Has(bench, R"("start":"2023-11-14T22:14:00Z")"));
  CHECK(Has(bench, R"("state":{})"));
}

TEST_CASE("Batches do not reach over the end of a tumbling window") {
  LaneBench bench = MinuteWindows();
  bench.Put();
  bench.Advance(Duration::Seconds(60));
  bench.Put();
  CHECK(bench.Invoke() == "1");
  SucceedWith(bench, "{}");
  REQUIRE(bench.Step().kind == LaneStep::Kind::kInvoke);
  CHECK(bench.lane.invokes_finally());
  bench.lane.Invoke();
  // The last invocation is tried until it succeeds; the lane does not go on before.
  bench.Fail();
  bench.WaitForRetry();
  REQUIRE(bench.Step().kind == LaneStep::Kind::kInvoke);
  CHECK(bench.lane.invokes_finally());
  bench.lane.Invoke();
  bench.Succeed();
  CHECK(bench.Invoke() == "2");
}

TEST_CASE("The last invocation of a tumbling window has no more retries than a batch") {
  LaneBench bench = MinuteWindows();
  bench.rules.retries_max = 0;
  bench.Put();
  bench.Invoke();
  SucceedWith(bench, "{}");
  bench.Advance(Duration::Seconds(60));
  REQUIRE(bench.Step().kind == LaneStep::Kind::kInvoke);
  bench.lane.Invoke();
  bench.Fail();
  CHECK(bench.Step().kind == LaneStep::Kind::kRead);
  CHECK(bench.discarded.empty());
}

TEST_CASE("A state that has grown over 1 MiB ends a tumbling window early") {
  LaneBench bench = MinuteWindows();
  bench.Put();
  bench.Invoke();
  bench.Put();
  SucceedWith(bench, '"' + std::string(1024 * 1024, 'x') + '"');
  REQUIRE(bench.Step().kind == LaneStep::Kind::kInvoke);
  CHECK(bench.lane.invokes_finally());
  bench.lane.Invoke();
  CHECK(Has(bench, R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":true)"));
  bench.Succeed();
  CHECK(bench.Invoke() == "2");
  CHECK(Has(bench, R"("state":{})"));
}

TEST_CASE("The end of a shard ends its tumbling window") {
  LaneBench bench = MinuteWindows();
  bench.Put();
  bench.Invoke();
  SucceedWith(bench, "{}");
  bench.closed = true;
  REQUIRE(bench.Step().kind == LaneStep::Kind::kInvoke);
  CHECK(bench.lane.invokes_finally());
}

TEST_CASE("A lane that begins where another one was knows its tumbling window") {
  LaneBench bench = MinuteWindows();
  bench.Put();
  bench.Invoke();
  SucceedWith(bench, R"({"n":1})");
  bench.lane = Lane(bench.lane.position());
  bench.Put();
  CHECK(bench.Invoke() == "2");
  CHECK(Has(bench, R"("state":{"n":1})"));
}

}  // namespace
}  // namespace runnel

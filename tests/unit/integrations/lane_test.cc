#include "core/integrations/event_source_mapping/lane.h"

#include "tests/unit/integrations/lane_fixture.h"

namespace runnel {
namespace {

TEST_CASE("A lane invokes with what there is, up to the batch size, one batch after the other") {
  LaneBench bench;
  bench.rules.batch_size = 3;
  CHECK(bench.Invoke().empty());
  bench.PutMany(4);
  CHECK(bench.Invoke() == "1,2,3");
  CHECK(bench.checkpoint() == 0);
  CHECK(bench.Step().kind == LaneStep::Kind::kWait);
  CHECK_FALSE(bench.Step().until);
  bench.Succeed();
  CHECK(bench.Invoke() == "4");
  bench.Succeed();
  CHECK(bench.checkpoint() == 4);
  CHECK(bench.lane.next() > ShardPosition{4, bench.now.seconds()});
  CHECK(bench.Invoke().empty());
}

TEST_CASE("A batching window begins with the first record and ends early when the batch is full") {
  LaneBench bench;
  bench.rules.batch_size = 3;
  bench.rules.batching_window = Duration::Seconds(10);
  bench.Put();
  const Timestamp began = bench.now;
  CHECK(bench.Step().kind == LaneStep::Kind::kRead);
  CHECK(bench.Step().until == began + Duration::Seconds(10));
  bench.Advance(Duration::Seconds(9));
  bench.Put();
  CHECK(bench.Invoke().empty());
  bench.Advance(Duration::Seconds(1));
  CHECK(bench.Invoke() == "1,2");
  bench.Succeed();
  bench.PutMany(3);
  CHECK(bench.Invoke() == "3,4,5");
  bench.Succeed();
  // The end of the shard is the end of waiting.
  bench.Put();
  bench.closed = true;
  CHECK(bench.Invoke() == "6");
}

TEST_CASE("A batch is cut where its event would grow over 6 MiB") {
  LaneBench bench;
  const std::string half((kInvocationBytesMax - 16) / 2 - 1, '1');
  bench.Put(half);
  bench.Put(half + "1");
  bench.Put();
  CHECK(bench.Invoke() == half + "," + half + "1");
  CHECK(bench.Payload().size() <= kInvocationBytesMax);
  CHECK(bench.Payload().size() > kInvocationBytesMax - 16);
  bench.Succeed();
  CHECK(bench.Invoke() == "3");
}

TEST_CASE("A record that no invocation can hold is given up without a try") {
  LaneBench bench;
  bench.Put();
  bench.Put(std::string(kInvocationBytesMax, '2'));
  bench.Put();
  CHECK(bench.Invoke() == "1");
  bench.Succeed();
  CHECK(bench.Invoke() == "3");
  REQUIRE(bench.discarded.size() == 1);
  CHECK(bench.discarded[0].too_large);
  CHECK(bench.discarded[0].first.index == 2);
}

TEST_CASE("A failed batch is tried again, after delays that double up to a bound") {
  LaneBench bench;
  bench.PutMany(2);
  std::vector<std::int64_t> delays;
  for (int i = 0; i < 5; ++i) {
    CHECK(bench.Invoke() == "1,2");
    bench.Fail();
    bench.Put();
    const Timestamp failed = bench.now;
    bench.WaitForRetry();
    delays.push_back((bench.now - failed).milliseconds);
  }
  CHECK(delays == std::vector<std::int64_t>{1000, 2000, 4000, 5000, 5000});
  CHECK(bench.checkpoint() == 0);
  CHECK(bench.Invoke() == "1,2");
  bench.Succeed();
  CHECK(bench.Invoke() == "3,4,5,6,7");
}

TEST_CASE("A batch is given up after its retries") {
  LaneBench bench;
  bench.rules.retries_max = 1;
  bench.PutMany(2);
  CHECK(bench.Invoke() == "1,2");
  bench.Fail();
  bench.WaitForRetry();
  CHECK(bench.Invoke() == "1,2");
  CHECK(bench.discarded.empty());
  bench.Fail();
  REQUIRE(bench.discarded.size() == 1);
  const DiscardedBatch& batch = bench.discarded[0];
  CHECK(batch.condition == DiscardedBatch::Condition::kRetriesExhausted);
  CHECK(batch.invoke_count == 2);
  CHECK(batch.function_error);
  CHECK(batch.count == 2);
  CHECK(batch.events == "1,2");
  CHECK(batch.first.index == 1);
  CHECK(batch.last.index == 2);
  bench.Put();
  CHECK(bench.Invoke() == "3");
}

TEST_CASE("What was not tried does not count as a try") {
  LaneBench bench;
  bench.rules.retries_max = 0;
  bench.Put();
  for (int i = 0; i < 3; ++i) {
    CHECK(bench.Invoke() == "1");
    bench.NotTried();
    bench.WaitForRetry();
  }
  CHECK(bench.discarded.empty());
  CHECK(bench.Invoke() == "1");
  bench.Fail();
  REQUIRE(bench.discarded.size() == 1);
  CHECK(bench.discarded[0].invoke_count == 1);
}

TEST_CASE("After a partial success the rest has all its tries: six records, as recorded from AWS") {
  LaneBench bench;
  bench.rules.batch_size = 3;
  bench.rules.retries_max = 3;
  bench.PutMany(6);
  CHECK(bench.Invoke() == "1,2,3");
  bench.Succeed();
  CHECK(bench.Invoke() == "4,5,6");
  bench.FailFrom(2);
  CHECK(bench.checkpoint() == 6);
  for (int i = 0; i < 4; ++i) {
    CHECK(bench.discarded.empty());
    bench.WaitForRetry();
    CHECK(bench.Invoke() == "6");
    bench.Complete({BatchResult::Kind::kFailed, 0, false, {}});
  }
  REQUIRE(bench.discarded.size() == 1);
  CHECK(bench.discarded[0].count == 1);
  CHECK(bench.discarded[0].invoke_count == 4);
  CHECK_FALSE(bench.discarded[0].function_error);
}

TEST_CASE("Bisecting finds the poison record and delivers the others in order") {
  LaneBench bench;
  bench.rules.bisects = true;
  bench.rules.retries_max = 1;
  bench.PutMany(8);
  std::string delivered;
  std::vector<std::string> invoked;
  for (std::string batch = bench.Invoke(); !batch.empty(); batch = bench.Invoke()) {
    invoked.push_back(batch);
    if (batch.find('6') != std::string::npos) {
      bench.Fail();
      if (bench.Step().kind == LaneStep::Kind::kWait) bench.WaitForRetry();
    } else {
      delivered += batch + ";";
      bench.Succeed();
    }
  }
  CHECK(delivered == "1,2,3,4;5;7,8;");
  CHECK(invoked == std::vector<std::string>{"1,2,3,4,5,6,7,8", "1,2,3,4", "5,6,7,8", "5,6", "5",
                                            "6", "6", "7,8"});
  REQUIRE(bench.discarded.size() == 1);
  CHECK(bench.discarded[0].first.index == 6);
  CHECK(bench.discarded[0].count == 1);
  CHECK(bench.discarded[0].invoke_count == 2);
}

TEST_CASE("The checkpoint stays before the half that is not done") {
  LaneBench bench;
  bench.rules.bisects = true;
  bench.PutMany(4);
  bench.Invoke();
  bench.Fail();
  CHECK(bench.Invoke() == "1,2");
  CHECK(bench.checkpoint() == 0);
  bench.Succeed();
  CHECK(bench.checkpoint() == 3);
  CHECK(bench.Invoke() == "3,4");
  // A report splits where it says.
  bench.FailFrom(1);
  bench.WaitForRetry();
  CHECK(bench.Invoke() == "4");
}

TEST_CASE("Records that are too old are given up before the next try, the rest is tried") {
  LaneBench bench;
  bench.rules.record_age_max = Duration::Seconds(60);
  bench.Put();
  bench.Advance(Duration::Seconds(59));
  bench.PutMany(5);
  bench.Advance(Duration::Seconds(1));
  CHECK(bench.Invoke() == "2,3,4,5,6");
  REQUIRE(bench.discarded.size() == 1);
  CHECK(bench.discarded[0].condition == DiscardedBatch::Condition::kTooOld);
  CHECK(bench.discarded[0].count == 1);
  CHECK(bench.discarded[0].invoke_count == 1);
  bench.Fail();
  bench.Advance(Duration::Seconds(59));
  CHECK(bench.Invoke().empty());
  REQUIRE(bench.discarded.size() == 2);
  CHECK(bench.discarded[1].condition == DiscardedBatch::Condition::kTooOld);
  CHECK(bench.discarded[1].count == 5);
  CHECK(bench.discarded[1].invoke_count == 1);
  CHECK(bench.checkpoint() > 6 - 1);
}

TEST_CASE("Records that the stream has forgotten are not tried again") {
  LaneBench bench;
  bench.Put();
  bench.Advance(Duration::Seconds(5));
  bench.Put();
  CHECK(bench.Invoke() == "1,2");
  bench.Fail();
  bench.horizon = bench.now;
  bench.WaitForRetry();
  CHECK(bench.Invoke() == "2");
  CHECK(bench.discarded.size() == 1);
}

TEST_CASE("A lane that begins where another one was continues with what is not done") {
  LaneBench bench;
  bench.rules.batch_size = 2;
  bench.PutMany(5);
  bench.Invoke();
  bench.Succeed();
  CHECK(bench.Invoke() == "3,4");
  bench.lane = Lane(bench.lane.position());
  CHECK(bench.Invoke() == "3,4");
}

}  // namespace
}  // namespace runnel

// What an account counts of its streams while they change. That it always counts all of them is an
// invariant, which the random walk of invariants_test.cc and the simulation check at every step.
#include "core/state/account_usage.h"

#include <doctest/doctest.h>

#include "core/state/invariants.h"
#include "core/state/state_image.h"
#include "tests/unit/state/scene.h"

namespace runnel {
namespace {

struct Counted : Scene {
  // "5 open, 1 on-demand, 2 changing"
  std::string Usage() const {
    CHECK(FindViolation(state) == "");
    const AccountUsage& usage = state.AccountIn(HomeScope()).usage;
    return std::to_string(usage.open_shards) + " open, " + std::to_string(usage.on_demand_streams) +
           " on-demand, " + std::to_string(usage.streams_creating_or_deleting) + " changing";
  }
  void ChangeMode(StreamUid uid, StreamMode mode) {
    StreamSettingsChange change;
    change.mode = mode;
    state.Apply(StreamChangeStarted{uid, change, now});
    state.Apply(StreamSettingsChanged{uid, change, now});
    state.Apply(StreamActivated{uid});
  }
};

TEST_CASE_FIXTURE(Counted, "a stream in CREATING counts with the shards that it will have") {
  CHECK(Usage() == "0 open, 0 on-demand, 0 changing");
  const StreamUid uid = StartCreating("s", 3);
  CHECK(Usage() == "3 open, 0 on-demand, 1 changing");
  FinishCreating(uid);
  CHECK(Usage() == "3 open, 0 on-demand, 0 changing");
}

TEST_CASE_FIXTURE(Counted, "closed shards do not count") {
  const StreamUid uid = CreateStream("s", 2);
  Split(uid, 0);
  CHECK(Usage() == "3 open, 0 on-demand, 0 changing");
  Merge(uid, 2, 3);
  CHECK(Usage() == "2 open, 0 on-demand, 0 changing");
}

TEST_CASE_FIXTURE(Counted, "a stream counts by its mode, with all its shards or as one") {
  CreateStream("other", 4);
  const StreamUid uid = CreateStream("s", 3);
  ChangeMode(uid, StreamMode::kOnDemand);
  CHECK(Usage() == "4 open, 1 on-demand, 0 changing");
  Split(uid, 0);
  ChangeMode(uid, StreamMode::kProvisioned);
  CHECK(Usage() == "8 open, 0 on-demand, 0 changing");
}

TEST_CASE_FIXTURE(Counted, "a stream in DELETING counts until it is gone, whatever it was before") {
  const StreamUid created = CreateStream("s", 2);
  const StreamUid creating = StartCreating("t", 3);
  state.Apply(StreamChangeStarted{created, PendingDeletion{}, now});
  CHECK(Usage() == "5 open, 0 on-demand, 2 changing");
  state.Apply(StreamChangeStarted{creating, PendingDeletion{}, now});
  CHECK(Usage() == "2 open, 0 on-demand, 2 changing");
  state.Apply(StreamDeleted{creating});
  state.Apply(StreamDeleted{created});
  CHECK(Usage() == "0 open, 0 on-demand, 0 changing");
}

TEST_CASE_FIXTURE(Counted, "streams of other accounts and regions do not count") {
  CreateStream("s", 2);
  StreamCreated created;
  created.uid = state.next_stream_uid();
  created.arn = {{AccountId("111111111111"), Region("us-east-1")}, StreamName("s")};
  created.shard_count = 5;
  state.Apply(created);
  CHECK(Usage() == "2 open, 0 on-demand, 0 changing");
  CHECK(state.AccountIn(created.arn.scope).usage.open_shards == 5);
}

TEST_CASE_FIXTURE(Counted, "what comes back from an image counts as before") {
  Split(CreateStream("s", 2), 0);
  StartCreating("t", 4);
  ChangeMode(CreateStream("u"), StreamMode::kOnDemand);
  State made;
  for (const Mutation& mutation : ImageOf(state)) made.Apply(mutation);
  CHECK(Usage() == "7 open, 1 on-demand, 1 changing");
  CHECK(made.AccountIn(HomeScope()).usage == state.AccountIn(HomeScope()).usage);
  CHECK(FindViolation(made) == "");
}

}  // namespace
}  // namespace runnel

#include "core/inspect/statistics.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("Statistics: what was counted of a consumer goes with it") {
  Statistics statistics;
  CallNotes notes;
  notes.call = CountedCall::kSubscribeToShard;
  notes.stream = StreamUid{1};
  for (std::uint64_t i = 1; i <= 3; ++i) {
    notes.consumer = ConsumerUid{i};
    statistics.Note(notes, Timestamp{}, true, false);
  }
  statistics.Observe(ConsumerDeleted{ConsumerUid{3}});
  statistics.NoteDuration(7);  // of a call that nobody asks about any more
  statistics.Observe(ConsumerDeleted{ConsumerUid{1}});
  const auto& consumers = statistics.Of(StreamUid{1}).consumers;
  REQUIRE(consumers.size() == 1);
  CHECK(consumers.begin()->first == ConsumerUid{2});
  CHECK(consumers.begin()->second.subscribe.timed == 0);
}

}  // namespace
}  // namespace runnel

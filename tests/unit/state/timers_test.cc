#include "core/state/timers.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr TimerKey kOne{TimerKind::kStream, 1};
constexpr TimerKey kTwo{TimerKind::kStream, 2};

TEST_CASE("without timers nothing is due") { CHECK_FALSE(Timers().Earliest().has_value()); }

TEST_CASE("the earliest timer comes first, whatever the order of arming") {
  Timers timers;
  timers.Arm(kOne, {200});
  timers.Arm(kTwo, {100});
  CHECK(timers.Earliest() == Timer{{100}, kTwo});
  timers.Disarm(kTwo);
  CHECK(timers.Earliest() == Timer{{200}, kOne});
}

TEST_CASE("arming again replaces the deadline, earlier or later") {
  Timers timers;
  timers.Arm(kOne, {100});
  timers.Arm(kOne, {300});
  timers.Arm(kTwo, {200});
  CHECK(timers.Earliest() == Timer{{200}, kTwo});
  timers.Arm(kOne, {50});
  CHECK(timers.Earliest() == Timer{{50}, kOne});
  timers.Arm(kOne, {50});
  timers.Disarm(kOne);
  CHECK_FALSE(timers.IsArmed(kOne));
  CHECK(timers.Earliest() == Timer{{200}, kTwo});
}

TEST_CASE("disarming what is not armed changes nothing") {
  Timers timers;
  timers.Arm(kOne, {100});
  timers.Disarm(kTwo);
  CHECK(timers.IsArmed(kOne));
  CHECK_FALSE(timers.IsArmed(kTwo));
}

TEST_CASE("things of different kinds, and shards of one stream, have timers of their own") {
  Timers timers;
  timers.Arm({TimerKind::kStream, 1}, {10});
  timers.Arm({TimerKind::kConsumer, 1}, {20});
  timers.Arm({TimerKind::kRetention, 1, 0}, {30});
  timers.Arm({TimerKind::kRetention, 1, 1}, {40});
  timers.Disarm({TimerKind::kRetention, 1, 0});
  CHECK(timers.IsArmed({TimerKind::kStream, 1}));
  CHECK(timers.IsArmed({TimerKind::kConsumer, 1}));
  CHECK(timers.IsArmed({TimerKind::kRetention, 1, 1}));
  CHECK_FALSE(timers.IsArmed({TimerKind::kRetention, 1, 0}));
}

TEST_CASE("of equal deadlines the same one comes first every time") {
  Timers forwards;
  forwards.Arm(kOne, {100});
  forwards.Arm(kTwo, {100});
  Timers backwards;
  backwards.Arm(kTwo, {100});
  backwards.Arm(kOne, {100});
  CHECK(forwards.Earliest() == backwards.Earliest());
}

}  // namespace
}  // namespace runnel

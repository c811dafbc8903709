#include "core/engine/emulator_clock.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr Timestamp kStart{1'000'000};

Timestamp After(std::int64_t milliseconds) { return kStart + Duration::Milliseconds(milliseconds); }

TEST_CASE("EmulatorClock: follows the host's clock") {
  EmulatorClock clock;
  CHECK(clock.Now(kStart) == kStart);
  CHECK(clock.Now(After(70)) == After(70));
}

TEST_CASE("EmulatorClock: never goes backwards with the host's") {
  EmulatorClock clock;
  clock.Now(After(100));
  CHECK(clock.Now(kStart) == After(100));
}

TEST_CASE("EmulatorClock: stands still when frozen and goes on from there") {
  EmulatorClock clock;
  clock.Now(kStart);
  clock.FreezeAt(After(5000));
  CHECK(clock.Now(After(10)) == After(5000));
  CHECK_FALSE(clock.HostTimeUntil(After(6000), After(5000)));
  CHECK(clock.HostTimeUntil(After(4000), After(5000)) == Duration{});
  clock.Unfreeze(After(10));
  CHECK(clock.Now(After(30)) == After(5020));
}

TEST_CASE("EmulatorClock: can be advanced, frozen or not") {
  EmulatorClock clock;
  clock.Now(kStart);
  clock.Advance(kStart, Duration::Hours(25));
  CHECK(clock.Now(After(1)) == After(1) + Duration::Hours(25));
  clock.FreezeAt(clock.Now(After(1)));
  clock.Advance(After(1), Duration::Seconds(1));
  CHECK(clock.Now(After(900)) == After(1001) + Duration::Hours(25));
}

TEST_CASE("EmulatorClock: runs faster by its scale, and deadlines come sooner") {
  EmulatorClock clock;
  clock.Now(kStart);
  clock.SetScale(kStart, 60);
  CHECK(clock.Now(After(1000)) == After(60'000));
  CHECK(clock.HostTimeUntil(After(120'000), After(60'000)) == Duration::Seconds(1));
}

}  // namespace
}  // namespace runnel

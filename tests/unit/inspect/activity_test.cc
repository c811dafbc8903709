#include "core/inspect/activity.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("Activity: the latest thousand calls are kept, under numbers that go on") {
  Activity activity;
  CHECK(activity.latest() == nullptr);
  CHECK(activity.Find(1) == nullptr);
  for (std::uint64_t i = 1; i <= 1500; ++i) {
    ActivityEntry& entry = activity.Add();
    CHECK(entry.number == i);
    CHECK(entry.texts == nullptr);
    entry.records = i;
  }
  CHECK(activity.Find(500) == nullptr);
  REQUIRE(activity.Find(501) != nullptr);
  CHECK(activity.Find(501)->records == 501);
  CHECK(activity.Find(1500) == activity.latest());
  CHECK(activity.Find(1501) == nullptr);
}

}  // namespace
}  // namespace runnel

#include "core/inspect/rate_window.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr Timestamp kStart{1'700'000'000'000};

TEST_CASE("RateWindow: the mean is that of the last ten seconds") {
  RateWindow window;
  CHECK(window.At(kStart).count == 0);
  for (int second = 0; second < 20; ++second) {
    window.Add(kStart.seconds() + second, 100, 1000);
  }
  const Timestamp last = kStart + Duration::Seconds(19);
  CHECK(window.At(last).count == doctest::Approx(100));
  CHECK(window.At(last).bytes == doctest::Approx(1000));
  CHECK(window.At(last + Duration::Seconds(5)).count == doctest::Approx(50));
  CHECK(window.At(last + Duration::Seconds(9)).count == doctest::Approx(10));
  CHECK(window.At(last + Duration::Seconds(10)).count == 0);
}

TEST_CASE("RateWindow: a second that comes round again begins anew") {
  RateWindow window;
  window.Add(kStart.seconds(), 7, 7);
  window.Add(kStart.seconds() + RateWindow::kSeconds, 3, 3);
  CHECK(window.At(kStart + Duration::Seconds(RateWindow::kSeconds)).count == doctest::Approx(0.3));
}

}  // namespace
}  // namespace runnel

#include "core/model/token_bucket.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

constexpr Timestamp kStart{1'000'000};
constexpr TokenRate kFive{5, 5};

TEST_CASE("a new bucket is full, and holds no more than its burst") {
  TokenBucket bucket;
  CHECK(bucket.Has(5, kFive, kStart));
  CHECK_FALSE(bucket.Has(6, kFive, kStart));
  bucket.Take(1, kFive, kStart);
  CHECK_FALSE(bucket.Has(6, kFive, kStart + Duration::Hours(24 * 365 * 100)));
  CHECK(bucket.Has(5, kFive, kStart + Duration::Hours(24 * 365 * 100)));
}

TEST_CASE("a token comes back in exactly its time, however the clock is moved") {
  TokenBucket bucket;
  bucket.Take(5, kFive, kStart);
  CHECK_FALSE(bucket.Has(1, kFive, kStart));
  CHECK_FALSE(bucket.Has(1, kFive, kStart + Duration::Milliseconds(199)));
  CHECK(bucket.Has(1, kFive, kStart + Duration::Milliseconds(200)));
  // The same in steps of three milliseconds with a call at each.
  TokenBucket stepped = bucket;
  for (int passed = 3; passed < 200; passed += 3) {
    stepped.Take(0, kFive, kStart + Duration::Milliseconds(passed));
  }
  CHECK_FALSE(stepped.Has(1, kFive, kStart + Duration::Milliseconds(199)));
  CHECK(stepped.Has(1, kFive, kStart + Duration::Milliseconds(200)));
}

TEST_CASE("an overdrawn bucket gives nothing until all is paid back") {
  constexpr TokenRate kReads{2, 2};
  TokenBucket bucket;
  bucket.Overdraw(10, kReads, kStart);
  CHECK_FALSE(bucket.Has(1, kReads, kStart + Duration::Milliseconds(4'999)));
  CHECK(bucket.Has(1, kReads, kStart + Duration::Seconds(5)));
  // What was there is no debt.
  TokenBucket spent;
  spent.Overdraw(2, kReads, kStart);
  CHECK_FALSE(spent.Has(1, kReads, kStart + Duration::Milliseconds(499)));
  CHECK(spent.Has(1, kReads, kStart + Duration::Milliseconds(500)));
}

TEST_CASE("a bucket without refill is a budget") {
  constexpr TokenRate kBudget{0, 3};
  TokenBucket bucket;
  bucket.Take(3, kBudget, kStart);
  CHECK_FALSE(bucket.Has(1, kBudget, kStart + Duration::Hours(24 * 365)));
}

}  // namespace
}  // namespace runnel

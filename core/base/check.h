// Always-on invariant checks. A failed check is a bug in Runnel: it prints where and stops the
// process. Input from a user can never trigger one; bad input is a Result with an Error.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace runnel {

[[noreturn]] inline void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace runnel

#define RUNNEL_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::runnel::CheckFailed(#condition, __FILE__, __LINE__))

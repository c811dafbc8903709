// What the runs have reached: operations, their answers, limits and kinds of changes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/simulation/reference/expected.h"
#include "tests/simulation/reference/limit_counts.h"

namespace runnel::simulation {

class Coverage {
 public:
  void Called(std::string_view operation) { ++operations_[std::string(operation)]; }
  void Answered(std::string_view operation, Expected expected) {
    ++errors_[static_cast<std::size_t>(expected)];
    ++answers_[std::string(operation) + ": " + std::string(TextsOf(expected).name)];
  }
  LimitCounts& limits() { return limits_; }
  // How often what was reached, a line each, and what was not; kinds of changes are counted from
  // the beginning of the process. `missed` gets the number of the latter, without what no run can
  // reach.
  std::string Report(int& missed) const;

 private:
  std::map<std::string, std::uint64_t, std::less<>> operations_;
  std::map<std::string, std::uint64_t, std::less<>> answers_;  // "PutRecord: StreamNotFound"
  std::array<std::uint64_t, static_cast<std::size_t>(Expected::kCount)> errors_{};
  LimitCounts limits_;
};

}  // namespace runnel::simulation

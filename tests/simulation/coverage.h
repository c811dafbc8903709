// What the runs have reached: operations, errors and kinds of changes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/simulation/reference/expected.h"

namespace runnel::simulation {

class Coverage {
 public:
  void Called(std::string_view operation) { ++operations_[std::string(operation)]; }
  void Answered(Expected expected) { ++errors_[static_cast<std::size_t>(expected)]; }
  // How often what was reached, a line each, and what was not; kinds of changes are counted from
  // the beginning of the process. `missed` gets the number of the latter, without what no run can
  // reach.
  std::string Report(int& missed) const;

 private:
  std::map<std::string, std::uint64_t, std::less<>> operations_;
  std::array<std::uint64_t, static_cast<std::size_t>(Expected::kCount)> errors_{};
};

}  // namespace runnel::simulation

// What a client has been given, to come back with later.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "tests/simulation/dice.h"
#include "tests/simulation/reference/model.h"

namespace runnel::simulation {

constexpr Millis kTokenLifetime = 300'000;  // of NextToken
constexpr std::size_t kTokensKept = 8;

template <typename Thing, std::size_t kMost>
class Kept {
 public:
  bool empty() const { return things_.empty(); }
  // A copy: what is kept may change while it is used.
  Thing Pick(Dice& dice) const { return dice.Pick(things_); }
  // The oldest makes room.
  void Add(Thing thing) {
    if (things_.size() == kMost) things_.erase(things_.begin());
    things_.push_back(std::move(thing));
  }

 private:
  std::vector<Thing> things_;
};

}  // namespace runnel::simulation

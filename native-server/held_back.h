// Keeps things from leaving the program before what they follow from is durable.
#pragma once

#include <deque>
#include <utility>

#include "core/ports/journal.h"

namespace runnel {

template <typename Thing>
class HeldBack {
 public:
  // `position` as Emulator::journal_position gives it; never less than the last one.
  void Add(JournalPosition position, Thing thing) {
    things_.emplace_back(position, std::move(thing));
  }

  // Gives `use` those that everything up to `durable` allows, in the order in which they came.
  template <typename Use>
  void Release(JournalPosition durable, const Use& use) {
    while (!things_.empty() && things_.front().first <= durable) {
      use(std::move(things_.front().second));
      things_.pop_front();
    }
  }

  // It is not wanted any more.
  void Drop(const Thing& unwanted) {
    std::erase_if(things_, [&](const auto& held) { return held.second == unwanted; });
  }

  // What they follow from has not happened.
  void Clear() { things_.clear(); }

 private:
  std::deque<std::pair<JournalPosition, Thing>> things_;
};

}  // namespace runnel

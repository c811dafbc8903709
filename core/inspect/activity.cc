#include "core/inspect/activity.h"

namespace runnel {

ActivityEntry& Activity::Add() {
  ++last_number_;
  if (slots_.size() < kEntriesMax) slots_.emplace_back();
  ActivityEntry& entry = SlotOf(last_number_);
  entry.number = last_number_;
  entry.operation = {};
  entry.stream = {};
  entry.shard = {-1};
  entry.records = entry.bytes = entry.refused_records = 0;
  entry.delay = {};
  entry.hung_up = false;
  entry.microseconds = -1;
  entry.texts.reset();
  entry.bodies.reset();
  return entry;
}

const ActivityEntry* Activity::Find(std::uint64_t number) const {
  if (number == 0 || number > last_number_) return nullptr;
  if (last_number_ - number >= slots_.size()) return nullptr;
  return &slots_[(number - 1) % kEntriesMax];
}

void Activity::Forget(StreamUid stream, const ActivityTexts& texts) {
  for (ActivityEntry& entry : slots_) {
    if (entry.stream == stream && !entry.texts) {
      entry.texts = std::make_unique<ActivityTexts>(texts);
    }
  }
}

}  // namespace runnel

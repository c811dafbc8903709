// A lane with records to read, for tests.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/integrations/event_source_mapping/lane.h"

namespace runnel {

// Records 1, 2, 3, … each with its number as its event.
class LaneBench {
 public:
  LaneRules rules;
  Lane lane;
  Timestamp now{1'700'000'000'000};
  Timestamp horizon{0};
  bool closed = false;
  std::vector<DiscardedBatch> discarded;

  // A record that arrives now.
  void Put(std::string event = {}) {
    const auto index = static_cast<std::uint64_t>(records_.size() + 1);
    if (event.empty()) event = std::to_string(index);
    records_.push_back({{index, now.seconds()}, now, std::move(event)});
  }
  void PutMany(int count) {
    for (int i = 0; i < count; ++i) Put();
  }
  void Advance(Duration by) { now = now + by; }

  // Lets the lane read until it wants something else.
  LaneStep Step() {
    while (true) {
      const Stored* const next = FindNext();
      const LaneStep step = lane.Next(rules, {now, horizon, next == nullptr, closed}, discarded);
      if (step.kind != LaneStep::Kind::kRead || next == nullptr) return step;
      lane.Take({next->position, next->arrival, next->event}, rules, now);
    }
  }
  // What the function is invoked with now: "1,2"; "" if it is not.
  std::string Invoke() {
    if (Step().kind != LaneStep::Kind::kInvoke) return {};
    lane.Invoke();
    const std::string payload = lane.Payload({"arn", "us-east-1", "role"}, "shard");
    const std::size_t begin = payload.find('[') + 1;
    return payload.substr(begin, payload.find(']') - begin);
  }
  std::string Payload() const { return lane.Payload({"arn", "us-east-1", "role"}, "shard"); }

  void Complete(const BatchResult& result) { lane.Complete(result, rules, now, discarded); }
  void Succeed() { Complete({}); }
  void Fail() { Complete({BatchResult::Kind::kFailed, 0, true, {}}); }
  void FailFrom(std::size_t done) { Complete({BatchResult::Kind::kPartlyDone, done, false, {}}); }
  void NotTried() { Complete({BatchResult::Kind::kNotTried, 0, false, {}}); }
  // Waits as long as the lane wants to.
  void WaitForRetry() {
    const LaneStep step = Step();
    REQUIRE(step.until);
    now = *step.until;
  }
  std::uint64_t checkpoint() const { return lane.position().next.index; }

 private:
  struct Stored {
    ShardPosition position;
    Timestamp arrival;
    std::string event;
  };
  const Stored* FindNext() const {
    for (const Stored& record : records_) {
      if (record.position >= lane.next()) return &record;
    }
    return nullptr;
  }
  std::vector<Stored> records_;
};

}  // namespace runnel

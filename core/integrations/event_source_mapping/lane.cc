#include "core/integrations/event_source_mapping/lane.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace runnel {
namespace {

// AWS: a window whose state is larger ends early (2.2).
constexpr std::size_t kWindowStateBytesMax = 1024 * 1024;
// Room for what an event has beside its records.
constexpr std::size_t kEnvelopeBytes = 16;
constexpr std::size_t kWindowEnvelopeBytes = 1024;
// Without any delay, what cannot even be tried would come up again before time has moved on.
constexpr Duration kNotTriedDelayMin = Duration::Milliseconds(1);

Timestamp WindowStart(Timestamp arrival, Duration length) {
  const std::int64_t into = arrival.milliseconds % length.milliseconds;
  return arrival - Duration::Milliseconds(into < 0 ? into + length.milliseconds : into);
}

}  // namespace

LaneRules LaneRules::Of(const MappingConfiguration& configuration) {
  LaneRules rules;
  rules.batch_size = static_cast<std::size_t>(configuration.batch_size);
  rules.batching_window = Duration::Seconds(configuration.batching_window_seconds);
  if (configuration.retry_attempts >= 0) rules.retries_max = configuration.retry_attempts;
  if (configuration.record_age_seconds >= 0) {
    rules.record_age_max = Duration::Seconds(configuration.record_age_seconds);
  }
  rules.bisects = configuration.bisects;
  if (configuration.tumbling_window_seconds > 0) {
    rules.tumbling_window = Duration::Seconds(configuration.tumbling_window_seconds);
  }
  return rules;
}

Lane::Lane(LanePosition position) : next_(position.next), window_(std::move(position.window)) {}

LanePosition Lane::position() const {
  if (records_.empty()) return {next_, window_};
  const std::size_t first = parts_.empty() ? 0 : parts_.front().first;
  return {first == 0 ? batch_begin_ : records_[first].position, window_};
}

std::size_t Lane::room(const LaneRules& rules) const {
  return rules.batch_size - std::min(rules.batch_size, records_.size());
}

bool Lane::Take(const LaneRecord& record, const LaneRules& rules, Timestamp now) {
  if (rules.tumbling_window) {
    const Timestamp start = WindowStart(record.arrival, *rules.tumbling_window);
    if (window_ && record.arrival >= window_->end) {
      window_passed_ = true;
      return false;
    }
    if (!window_) window_ = TumblingWindow{start, start + *rules.tumbling_window, "{}"};
  }
  const std::size_t envelope =
      window_ ? kWindowEnvelopeBytes + window_->state.size() : kEnvelopeBytes;
  if (!records_.empty() && envelope + events_.size() + record.event.size() > kInvocationBytesMax) {
    full_ = true;
    return false;
  }
  if (records_.empty()) {
    filling_since_ = now;
    batch_begin_ = next_;
  } else {
    events_ += ',';
  }
  const std::size_t begin = events_.size();
  events_ += record.event;
  records_.push_back({record.position, record.arrival, begin, events_.size()});
  next_ = record.position.Next();
  return true;
}

void Lane::Pass(ShardPosition next) {
  RUNNEL_CHECK(next >= next_);
  next_ = next;
}

std::string_view Lane::EventsOf(std::size_t first, std::size_t count) const {
  const std::size_t begin = records_[first].begin;
  const std::size_t end = records_[first + count - 1].end;
  return std::string_view(events_).substr(begin, end - begin);
}

std::optional<Timestamp> Lane::BatchDue(const LaneRules& rules) const {
  if (!filling_since_) return std::nullopt;
  Timestamp due = *filling_since_ + rules.batching_window;
  if (window_) due = std::min(due, window_->end);
  return due;
}

bool Lane::BatchIsComplete(const LaneRules& rules, const LaneOutlook& outlook) const {
  if (records_.size() >= rules.batch_size || full_ || window_passed_ || window_too_large_) {
    return true;
  }
  // What there is to read goes into the batch first.
  if (!outlook.caught_up) return false;
  const auto due = BatchDue(rules);
  return outlook.closed || (due && outlook.now >= *due);
}

bool Lane::WindowIsOver(const LaneRules& rules, const LaneOutlook& outlook) const {
  if (window_too_large_ || window_passed_ || !rules.tumbling_window) return true;
  return outlook.caught_up && (outlook.closed || outlook.now >= window_->end);
}

LaneStep Lane::Next(const LaneRules& rules, const LaneOutlook& outlook,
                    std::vector<DiscardedBatch>& discarded) {
  if (invoked_) return {LaneStep::Kind::kWait, std::nullopt};
  if (not_before_ && outlook.now < *not_before_) return {LaneStep::Kind::kWait, not_before_};
  not_before_.reset();
  const bool begins = !records_.empty() && parts_.empty();
  if (begins && BatchIsComplete(rules, outlook)) {
    parts_.push_back({0, records_.size()});
    filling_since_.reset();
    full_ = false;
  }
  DropExpired(rules, outlook, discarded);
  if (!parts_.empty()) return {LaneStep::Kind::kInvoke, std::nullopt};
  if (!records_.empty()) return {LaneStep::Kind::kRead, BatchDue(rules)};
  if (!window_) return {LaneStep::Kind::kRead, std::nullopt};
  closing_ = WindowIsOver(rules, outlook);
  if (closing_) return {LaneStep::Kind::kInvoke, std::nullopt};
  return {LaneStep::Kind::kRead, window_->end};
}

void Lane::DropExpired(const LaneRules& rules, const LaneOutlook& outlook,
                       std::vector<DiscardedBatch>& discarded) {
  const auto too_old = [&](Timestamp arrival) {
    const bool aged = rules.record_age_max && outlook.now - arrival >= *rules.record_age_max;
    return aged || arrival < outlook.horizon;
  };
  while (!parts_.empty()) {
    Part& front = parts_.front();
    Part dropped = front;
    dropped.count = 0;
    while (dropped.count < front.count && too_old(records_[front.first + dropped.count].arrival)) {
      ++dropped.count;
    }
    if (dropped.count > 0) {
      DiscardedBatch& batch = discarded.emplace_back(Discard(dropped));
      batch.condition = DiscardedBatch::Condition::kTooOld;
      batch.invoke_count = std::max(1, dropped.tries);
      FinishFront(dropped.count);
      continue;
    }
    // A record that no invocation can hold stands alone in its batch.
    if (front.count > 1 ||
        EventsOf(front.first, 1).size() + kEnvelopeBytes <= kInvocationBytesMax) {
      return;
    }
    discarded.push_back(Discard(front));
    discarded.back().too_large = true;
    FinishFront(1);
  }
}

DiscardedBatch Lane::Discard(const Part& part) const {
  const Held& first = records_[part.first];
  const Held& last = records_[part.first + part.count - 1];
  DiscardedBatch batch;
  batch.invoke_count = part.tries;
  batch.function_error = part.function_error;
  batch.first = first.position;
  batch.last = last.position;
  batch.first_arrival = first.arrival;
  batch.last_arrival = last.arrival;
  batch.count = part.count;
  batch.events = EventsOf(part.first, part.count);
  return batch;
}

// The first `count` records of the front part are done with.
void Lane::FinishFront(std::size_t count) {
  Part& front = parts_.front();
  front.first += count;
  front.count -= count;
  if (front.count > 0) return;
  parts_.pop_front();
  if (!parts_.empty()) return;
  records_.clear();
  events_.clear();
  events_.shrink_to_fit();
}

std::string Lane::Payload(const EventOrigin& origin, std::string_view shard_id) const {
  if (closing_) return WindowEvent({}, *window_, origin, shard_id, true, window_too_large_);
  const Part& front = parts_.front();
  const std::string_view events = EventsOf(front.first, front.count);
  if (!window_) return BatchEvent(events);
  return WindowEvent(events, *window_, origin, shard_id, false, false);
}

std::vector<ShardPosition> Lane::Invoked() const {
  std::vector<ShardPosition> positions;
  if (closing_) return positions;
  const Part& front = parts_.front();
  for (std::size_t i = 0; i < front.count; ++i) {
    positions.push_back(records_[front.first + i].position);
  }
  return positions;
}

void Lane::Delay(int failures, const LaneRules& rules, Timestamp now, Duration least) {
  Duration delay = rules.retry_delay;
  for (int i = 1; i < failures && delay < rules.retry_delay_max; ++i) delay = delay + delay;
  not_before_ = now + std::max(std::min(delay, rules.retry_delay_max), least);
}

void Lane::Complete(const BatchResult& result, const LaneRules& rules, Timestamp now,
                    std::vector<DiscardedBatch>& discarded) {
  RUNNEL_CHECK(invoked_);
  invoked_ = false;
  if (closing_) return CompleteWindow(result, rules, now);
  if (window_ && result.window_state) {
    window_->state = *result.window_state;
    window_too_large_ = window_->state.size() > kWindowStateBytesMax;
  }
  Part& front = parts_.front();
  switch (result.kind) {
    case BatchResult::Kind::kDone:
      return FinishFront(front.count);
    case BatchResult::Kind::kPartlyDone:
      // AWS: what is left is a batch of its own, with all its tries (2.4).
      FinishFront(result.done);
      parts_.front().tries = 0;
      parts_.front().failures = 0;
      parts_.front().function_error = false;
      return Delay(1, rules, now);
    case BatchResult::Kind::kFailed:
      return Fail(result, rules, now, discarded);
    case BatchResult::Kind::kNotTried:
      return Delay(++front.failures, rules, now, kNotTriedDelayMin);
  }
}

void Lane::Fail(const BatchResult& result, const LaneRules& rules, Timestamp now,
                std::vector<DiscardedBatch>& discarded) {
  Part& front = parts_.front();
  if (rules.bisects && front.count > 1) {
    // Splitting is no try: each half has all of its own.
    const std::size_t half = front.count / 2;
    const Part second{front.first + half, front.count - half};
    front = {front.first, half};
    parts_.insert(parts_.begin() + 1, second);
    return;
  }
  ++front.tries;
  ++front.failures;
  front.function_error = result.function_error;
  if (rules.retries_max && front.tries > *rules.retries_max) {
    discarded.push_back(Discard(front));
    return FinishFront(front.count);
  }
  Delay(front.failures, rules, now);
}

void Lane::CompleteWindow(const BatchResult& result, const LaneRules& rules, Timestamp now) {
  const bool done = result.kind == BatchResult::Kind::kDone;
  if (result.kind == BatchResult::Kind::kFailed) ++closing_tries_;
  const bool given_up = rules.retries_max && closing_tries_ > *rules.retries_max;
  if (!done && !given_up) {
    const bool tried = result.kind != BatchResult::Kind::kNotTried;
    return Delay(++closing_failures_, rules, now, tried ? Duration() : kNotTriedDelayMin);
  }
  window_.reset();
  window_passed_ = false;
  window_too_large_ = false;
  closing_ = false;
  closing_tries_ = 0;
  closing_failures_ = 0;
}

}  // namespace runnel

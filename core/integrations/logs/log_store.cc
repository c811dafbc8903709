#include "core/integrations/logs/log_store.h"

#include <algorithm>
#include <utility>

namespace runnel {
namespace {

// What an event takes in memory beside its message, about. The same on every platform, so that
// each forgets the same.
constexpr std::size_t kEventOverhead = 100;

}  // namespace

std::size_t LogGroup::bytes() const {
  std::size_t sum = 0;
  for (const auto& [name, stream] : streams) sum += stream.bytes;
  return sum;
}

const LogStore::Groups& LogStore::GroupsIn(const Scope& scope) const {
  static const Groups kNone;
  const auto groups = groups_.find(scope);
  return groups == groups_.end() ? kNone : groups->second;
}

LogGroup* LogStore::Find(const Scope& scope, std::string_view group) {
  const auto groups = groups_.find(scope);
  if (groups == groups_.end()) return nullptr;
  const auto found = groups->second.find(group);
  return found == groups->second.end() ? nullptr : &found->second;
}

LogGroup& LogStore::Make(const Scope& scope, const std::string& group, Timestamp now) {
  const auto [made, is_new] = groups_[scope].try_emplace(group);
  if (is_new) made->second.created = now;
  return made->second;
}

LogStream& LogStore::MakeStream(LogGroup& group, const std::string& stream, Timestamp now) {
  const auto [made, is_new] = group.streams.try_emplace(stream);
  if (is_new) made->second.created = now;
  return made->second;
}

void LogStore::Delete(const Scope& scope, std::string_view group) {
  Groups& groups = groups_[scope];
  const auto found = groups.find(group);
  if (found == groups.end()) return;
  for (auto& [name, stream] : found->second.streams) stream.events.clear();
  ForgetOrder();
  groups.erase(found);
}

bool LogStore::DeleteStream(LogGroup& group, std::string_view stream) {
  const auto found = group.streams.find(stream);
  if (found == group.streams.end()) return false;
  found->second.events.clear();
  ForgetOrder();
  group.streams.erase(found);
  return true;
}

// Of streams that are without events.
void LogStore::ForgetOrder() {
  std::erase_if(order_, [this](const Place& place) {
    if (!place.stream->events.empty()) return false;
    bytes_ -= place.bytes;
    return true;
  });
}

void LogStore::Append(const Scope& scope, const std::string& group, const std::string& stream,
                      std::vector<NewEvent> events, Timestamp now) {
  LogStream& target = groups_[scope].at(group).streams.at(stream);
  for (NewEvent& event : events) {
    const std::size_t bytes = event.message.size();
    const auto place = std::upper_bound(
        target.events.begin(), target.events.end(), event.timestamp,
        [](Timestamp time, const LogEvent& other) { return time < other.timestamp; });
    target.events.insert(place, {++last_id_, event.timestamp, now, std::move(event.message)});
    target.bytes += bytes;
    bytes_ += bytes + kEventOverhead;
    order_.push_back({last_id_, bytes + kEventOverhead, &target});
  }
  while (bytes_ > bytes_max_ && !order_.empty()) DropOldest();
}

void LogStore::Append(FunctionLog log, Timestamp now) {
  MakeStream(Make(log.scope, log.log_group, now), log.log_stream, now);
  std::vector<NewEvent> events;
  for (std::string& line : log.lines) events.push_back({now, std::move(line)});
  Append(log.scope, log.log_group, log.log_stream, std::move(events), now);
}

void LogStore::DropOldest() {
  const Place place = order_.front();
  order_.pop_front();
  bytes_ -= place.bytes;
  std::deque<LogEvent>& events = place.stream->events;
  const auto event = std::find_if(events.begin(), events.end(),
                                  [&](const LogEvent& one) { return one.id == place.id; });
  place.stream->bytes -= event->message.size();
  events.erase(event);
}

void LogStore::Clear() {
  groups_.clear();
  order_.clear();
  bytes_ = 0;
}

}  // namespace runnel

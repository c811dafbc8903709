#include "native-server/event_loop.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <string>

namespace runnel {
namespace {

// Long enough to gather the lines of hundreds of requests, short enough to look immediate.
constexpr std::chrono::milliseconds kLogFlushDelay{5};
// What connections get to finish their answers when the server stops.
constexpr std::chrono::milliseconds kStopGrace{500};

}  // namespace

EventLoop::EventLoop(ServerLog& log, const TlsSettings& tls)
    : log_(log), tls_(tls, log), io_(1), flush_timer_(io_), grace_timer_(io_) {}

void EventLoop::Run() {
  const auto guard = boost::asio::make_work_guard(io_);
  while (!io_.stopped()) {
    try {
      io_.run();
    } catch (const std::exception& error) {
      log_.Say(LogLevel::kError, std::string("internal error: ") + error.what());
    }
  }
  log_.Flush();
}

void EventLoop::PostStop() {
  boost::asio::post(io_, [this] { Stop(); });
}

void EventLoop::Stop() {
  if (stopping_) return;
  stopping_ = true;
  // Each may leave the list when told.
  for (auto it = connections_.begin(); it != connections_.end();) (it++)->Stop();
  StopIfEmpty();
  grace_timer_.expires_after(kStopGrace);
  grace_timer_.async_wait([this](const boost::system::error_code&) {
    while (!connections_.empty()) connections_.front().Close();
  });
}

void EventLoop::StopIfEmpty() {
  if (stopping_ && connections_.empty()) io_.stop();
}

void EventLoop::Add(LoopConnection& connection) {
  connections_.push_back(connection);
  if (stopping_) connection.Close();
}

void EventLoop::Remove(const std::shared_ptr<LoopConnection>& connection) {
  connection->unlink();
  await_durable_.erase(connection);
  StopIfEmpty();
}

void EventLoop::Follow(SubscriptionId subscription, std::shared_ptr<LoopConnection> connection) {
  followed_[subscription.value] = std::move(connection);
}

void EventLoop::Unfollow(SubscriptionId subscription) { followed_.erase(subscription.value); }

void EventLoop::Wake(const std::vector<SubscriptionId>& subscriptions) {
  UpdateDate();
  // Marked first, so that a connection with many subscriptions writes once.
  for (const SubscriptionId subscription : subscriptions) {
    const auto it = followed_.find(subscription.value);
    if (it == followed_.end()) continue;
    it->second->MarkReady(subscription);
    woken_.push_back(it->second);
  }
  std::sort(woken_.begin(), woken_.end());
  woken_.erase(std::unique(woken_.begin(), woken_.end()), woken_.end());
  for (const auto& connection : woken_) connection->Advance();
  woken_.clear();
}

void EventLoop::Answered(const std::vector<std::uint64_t>& waiting) {
  UpdateDate();
  for (const std::uint64_t one : waiting) {
    const auto awaited = awaited_.find(one);
    if (awaited == awaited_.end()) continue;
    const std::shared_ptr<LoopConnection> connection = std::move(awaited->second);
    awaited_.erase(awaited);
    connection->Answered(one);
  }
}

void EventLoop::Durable(const DurableState& state) {
  std::unordered_set<std::shared_ptr<LoopConnection>> waiting;
  waiting.swap(await_durable_);
  UpdateDate();
  for (const auto& connection : waiting) connection->Durable(state);
}

void EventLoop::UpdateDate() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  date_.Update(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

void EventLoop::FlushLogSoon() {
  if (flush_pending_) return;
  flush_pending_ = true;
  flush_timer_.expires_after(kLogFlushDelay);
  flush_timer_.async_wait([this](const boost::system::error_code&) {
    flush_pending_ = false;
    log_.Flush();
  });
}

}  // namespace runnel

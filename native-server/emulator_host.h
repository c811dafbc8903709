// Owns the emulator and the lock around it, and drives its time.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/api/settings.h"
#include "core/engine/emulator.h"
#include "native-server/event_loop.h"
#include "native-server/system_clock.h"

namespace runnel {

// May be used by any thread. The lock here is the only one of the program; requests are decoded and
// replies encoded outside it.
class EmulatorHost {
 public:
  // The emulator's timer runs on `timer_loop`, which must outlive the host.
  EmulatorHost(const Settings& settings, std::uint64_t seed, EventLoop& timer_loop);

  Reply Handle(const Request& request);

  // From now on `loop` is woken when the subscription has something to say. What it had to say
  // before is not announced: Poll once after this.
  void Follow(SubscriptionId subscription, EventLoop& loop);
  SubscriptionOutput Poll(SubscriptionId subscription);
  // The client is gone, or is being sent away.
  void Unsubscribe(SubscriptionId subscription);

  // See Emulator::CreateInitialStream.
  std::string CreateInitialStream(const InitialStream& stream);

 private:
  using Time = std::chrono::steady_clock::time_point;

  // To be called with the lock held, after every entry into the emulator.
  void Settle();
  void AnnounceReady();
  void ArmTimer();

  void StartTimer(Time due);
  void WakeLoop(EventLoop& loop);
  void Tick();

  EventLoop& timer_loop_;
  // Touched by the timer loop's thread only.
  boost::asio::steady_timer timer_;
  bool timer_waits_ = false;

  std::mutex mutex_;  // guards all that follows
  SystemClock clock_;
  Emulator emulator_;
  // When the timer will fire. Sooner than necessary does no harm, so it is only ever set earlier.
  std::optional<Time> armed_for_;
  std::unordered_map<std::uint64_t, EventLoop*> followers_;
  // Ready subscriptions whose loops have been told to fetch them.
  std::unordered_map<EventLoop*, std::vector<SubscriptionId>> announced_;
};

}  // namespace runnel

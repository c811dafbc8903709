// What channels have to write, from when a flush begins until it has ended, and the calls that wait
// for that. Nothing here outlives the process: a new one begins with the flushes that the state
// holds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/api/settings.h"
#include "core/engine/waiting_calls.h"
#include "core/integrations/logs/log_store.h"
#include "core/operations/delivery_queue.h"
#include "core/state/state.h"

namespace runnel {

class ChannelDesk final : public DeliveryQueue {
 public:
  using Commit = std::function<void(const std::vector<Mutation>& changes)>;

  // All that is given by reference must outlive this.
  ChannelDesk(const State& state, const Settings& settings, WaitingCalls& calls, LogStore& logs,
              Commit commit);

  // Sees every change, after it was applied to the state.
  void Observe(const Mutation& change, Timestamp now);
  // Begins with what the state holds.
  void Restart();
  // Settings have changed: what nobody is to write any more ends.
  void FollowSettings(Timestamp now);

  // What the host is to write, each given once.
  std::vector<ChannelDelivery> TakeForHost();
  // Whether TakeNext would give one to a call.
  bool WaitsForCalls() const {
    return !waiting_.empty() && settings_.channel_deliveries == ChannelDeliveries::kByCalls;
  }
  std::optional<Taken> TakeNext() override;
  bool IsTaken(ChannelUid channel, std::uint64_t flush) const override;

  // `tally`: as the objects had it; nullopt: as they had when they were taken by a call. Flushes
  // that are unknown, or have ended, are ignored.
  void Complete(ChannelUid uid, std::uint64_t flush, const std::optional<ChannelTally>& tally,
                const std::string& failure, Timestamp now);

  // Gives what the reply to a call waits for that wants the flush of a channel to have ended; zero:
  // it has.
  std::uint64_t Await(ChannelUid uid, Codec codec);

 private:
  void End(ChannelUid uid, const std::string& failure, std::string log_line, Timestamp now);

  const State& state_;
  const Settings& settings_;
  WaitingCalls& calls_;
  LogStore& logs_;
  const Commit commit_;
  std::set<ChannelUid> waiting_;  // their flushes have not been taken
  std::map<ChannelUid, ChannelTally> taken_;
  std::map<ChannelUid, std::vector<std::uint64_t>> awaiting_;
};

}  // namespace runnel

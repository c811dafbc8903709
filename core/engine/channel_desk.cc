#include "core/engine/channel_desk.h"

#include "core/api/errors.h"
#include "core/integrations/channels/channel_flush.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

// The line of the log (its form is not published).
std::string LogLine(const Channel& channel, std::string_view event, const ChannelTally& tally,
                    std::string_view key, std::string_view error) {
  std::string line = R"({"event":")";
  line.append(event).append(R"(","channelName":)");
  json::WriteString(channel.name.text(), line);
  line.append(R"(,"records":)").append(std::to_string(tally.records));
  line.append(R"(,"deadLetters":)").append(std::to_string(tally.dead_letters));
  for (const auto& [name, text] : {std::pair("key", key), std::pair("error", error)}) {
    if (text.empty()) continue;
    line.append(",\"").append(name).append("\":");
    json::WriteString(text, line);
  }
  return line + '}';
}

}  // namespace

ChannelDesk::ChannelDesk(const State& state, const Settings& settings, WaitingCalls& calls,
                         LogStore& logs, Commit commit)
    : state_(state), settings_(settings), calls_(calls), logs_(logs), commit_(std::move(commit)) {}

void ChannelDesk::Observe(const Mutation& change, Timestamp now) {
  std::visit(
      [&](const auto& m) {
        using M = std::decay_t<decltype(m)>;
        if constexpr (std::is_same_v<M, ChannelFlushBegan> ||
                      std::is_same_v<M, ChannelFlushRetried>) {
          waiting_.insert(m.uid);
        } else if constexpr (std::is_same_v<M, ChannelStarted>) {
          End(m.uid, {}, {}, now);
        } else if constexpr (std::is_same_v<M, ChannelDelivered>) {
          const Channel& channel = *state_.FindChannel(m.uid);
          End(m.uid, {}, LogLine(channel, "DELIVERED", m.tally, m.key, {}), now);
        } else if constexpr (std::is_same_v<M, ChannelWriteFailed>) {
          const Channel& channel = *state_.FindChannel(m.uid);
          End(m.uid, m.error, LogLine(channel, "WRITE_FAILED", {}, {}, m.error), now);
        } else if constexpr (std::is_same_v<M, ChannelFailed>) {
          const Channel& channel = *state_.FindChannel(m.uid);
          End(m.uid, m.reason, LogLine(channel, "CHANNEL_FAILED", {}, {}, m.reason), now);
        } else if constexpr (std::is_same_v<M, ChannelDeletionStarted>) {
          End(m.uid, "it is being deleted", {}, now);
        } else if constexpr (std::is_same_v<M, StateCleared> || std::is_same_v<M, StateReplaced>) {
          Restart();
        }
      },
      change);
}

void ChannelDesk::End(ChannelUid uid, const std::string& failure, std::string log_line,
                      Timestamp now) {
  waiting_.erase(uid);
  taken_.erase(uid);
  const Channel& channel = *state_.FindChannel(uid);
  if (const auto awaiting = awaiting_.extract(uid)) {
    const Error why = error::ChannelNotFlushed(channel.name, failure);
    for (const std::uint64_t ticket : awaiting.mapped()) {
      calls_.EndFlush(ticket, failure.empty() ? Result<void>() : why);
    }
  }
  const CloudWatchLogs& logs = channel.configuration.logs;
  if (log_line.empty() || !*logs.enabled) return;
  logs_.Append(
      {channel.arn.scope, *logs.log_group_name, *logs.log_stream_name, {std::move(log_line)}}, now);
}

void ChannelDesk::Restart() {
  waiting_.clear();
  taken_.clear();
  awaiting_.clear();
  state_.ForEachChannel([this](const Channel& channel) {
    // Its write has failed, and is tried again at its time.
    const bool pauses = state_.timers().IsArmed({TimerKind::kDelivery, channel.uid.value});
    if (channel.flush && !pauses) waiting_.insert(channel.uid);
  });
}

void ChannelDesk::FollowSettings(Timestamp now) {
  if (settings_.channel_deliveries != ChannelDeliveries::kNowhere) return;
  std::set<ChannelUid> under_way = waiting_;
  for (const auto& [uid, tally] : taken_) under_way.insert(uid);
  for (const ChannelUid uid : under_way) {
    commit_(EndFlushNowhere(state_, *state_.FindChannel(uid), now));
  }
}

std::vector<ChannelDelivery> ChannelDesk::TakeForHost() {
  std::vector<ChannelDelivery> deliveries;
  if (settings_.channel_deliveries != ChannelDeliveries::kHost) return deliveries;
  for (const ChannelUid uid : waiting_) {
    taken_[uid] = {};
    deliveries.push_back(DeliveryOf(state_, settings_, *state_.FindChannel(uid)));
  }
  waiting_.clear();
  return deliveries;
}

std::optional<DeliveryQueue::Taken> ChannelDesk::TakeNext() {
  if (waiting_.empty()) return std::nullopt;
  const ChannelUid uid = *waiting_.begin();
  waiting_.erase(waiting_.begin());
  const Channel& channel = *state_.FindChannel(uid);
  const ChannelDelivery delivery = DeliveryOf(state_, settings_, channel);
  Taken taken{uid, delivery.flush, delivery.make ? delivery.make() : ChannelObjects()};
  taken_[uid] = taken.objects.tally;
  return taken;
}

bool ChannelDesk::IsTaken(ChannelUid channel, std::uint64_t flush) const {
  return taken_.contains(channel) && state_.FindChannel(channel)->flush_count == flush;
}

void ChannelDesk::Complete(ChannelUid uid, std::uint64_t flush,
                           const std::optional<ChannelTally>& tally, const std::string& failure,
                           Timestamp now) {
  if (!IsTaken(uid, flush)) return;
  commit_(EndFlush(state_, settings_, *state_.FindChannel(uid), tally.value_or(taken_[uid]),
                   failure, now));
}

std::uint64_t ChannelDesk::Await(ChannelUid uid, Codec codec) {
  if (!waiting_.contains(uid) && !taken_.contains(uid)) return 0;
  return awaiting_[uid].emplace_back(calls_.OpenFlush(codec));
}

}  // namespace runnel

// Settings of streams and of the account (kinesis-api 4.6, 4.14 to 4.19, 9.1 to 9.4; 45.5).
#include <algorithm>

#include "tests/simulation/reference/reference.h"

namespace runnel::simulation {
namespace {

using Change = ReferenceStream::Change;
using Status = ReferenceStream::Status;

constexpr Millis kDay = 24 * kHour;
constexpr int kWarmMax = 10'240;  // of us-east-1

}  // namespace

bool Reference::DailyExhausted(const ReferenceStream& stream, ReferenceStream::DailyQuota quota,
                               std::size_t most) const {
  if (!LimitsHold(stream)) return false;
  const auto& uses = stream.daily[quota];
  const auto recent =
      std::count_if(uses.begin(), uses.end(), [this](Millis use) { return now_ - use < kDay; });
  constexpr Limit kLimits[] = {Limit::kModesPerDay, Limit::kShardCountsPerDay,
                               Limit::kEncryptionStartsPerDay, Limit::kEncryptionStopsPerDay};
  return !Leaves(static_cast<std::size_t>(recent) < most, kLimits[quota]);
}

Expected Reference::CheckWarm(bool on_demand, int target) const {
  if (!on_demand) return Expected::kWarmOnProvisioned;
  if (!commitment_.InForce(now_)) return Expected::kWarmNotAllowed;
  return target > kWarmMax ? Expected::kWarmTooHigh : Expected::kSuccess;
}

Expected Reference::BeginSettings(std::string_view operation, const std::string& name,
                                  ReferenceStream& stream,
                                  const ReferenceSettingsChange& settings) {
  if (const auto e = Strike(operation, name); e != Expected::kSuccess) return e;
  Change change;
  change.kind = Change::Kind::kSettings;
  change.settings = settings;
  Begin(stream, change, settings_.update_delay, Status::kUpdating);
  return Expected::kSuccess;
}

Expected Reference::ChangeRetention(const std::string& name, int hours, bool increase) {
  const std::string_view operation =
      increase ? "IncreaseStreamRetentionPeriod" : "DecreaseStreamRetentionPeriod";
  if (const auto e = Count(operation, name); e != Expected::kSuccess) return e;
  ReferenceStream* const stream = Find(name);
  if (stream == nullptr) return Expected::kStreamNotFound;
  if (hours < 24) return Expected::kRetentionTooShort;
  if (hours > 8760) return Expected::kRetentionTooLong;
  if (stream->status != Status::kActive) return Expected::kStreamNotActive;
  if (increase && hours < stream->retention_hours) return Expected::kRetentionShorter;
  if (!increase && hours > stream->retention_hours) return Expected::kRetentionLonger;
  if (hours == stream->retention_hours) return Strike(operation, name);
  ReferenceSettingsChange change;
  change.retention_hours = hours;
  return BeginSettings(operation, name, *stream, change);
}

Expected Reference::UpdateStreamMode(const std::string& name, bool on_demand,
                                     std::optional<int> warm) {
  constexpr std::size_t kPerDay = 2;
  if (const auto e = Count("UpdateStreamMode", name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  ReferenceSettingsChange change;
  if (warm) {
    if (const auto e = CheckWarm(on_demand, *warm); e != Expected::kSuccess) return e;
    change.warm = WarmThroughput{*warm, *warm};
  }
  if (on_demand != stream->on_demand) {
    if (DailyExhausted(*stream, ReferenceStream::kModes, kPerDay)) {
      return Expected::kStreamRateExceeded;
    }
    if (on_demand && OnDemandStreams() + 1 > settings_.on_demand_limit) {
      return Expected::kOnDemandLimit;
    }
    if (!on_demand && stream->auto_distribution) return Expected::kStillDistributes;
    if (!on_demand && HasChannel(*stream)) return Expected::kChannelsNeedOnDemand;
    change.on_demand = on_demand;
  }
  if (!change.on_demand && !change.warm) return Strike("UpdateStreamMode", name);
  const Millis now = now_;
  const auto begun = BeginSettings("UpdateStreamMode", name, *stream, change);
  if (begun == Expected::kSuccess && change.on_demand) {
    stream->daily[ReferenceStream::kModes].push_back(now);
  }
  return begun;
}

Expected Reference::UpdateWarmThroughput(const std::string& name, int target) {
  constexpr std::string_view kOperation = "UpdateStreamWarmThroughput";
  if (const auto e = Count(kOperation, name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (const auto e = CheckWarm(stream->on_demand, target); e != Expected::kSuccess) return e;
  const std::optional<WarmThroughput> before = stream->warm;
  stream->warm = WarmThroughput{target, before ? before->current : stream->OpenShards()};
  ReferenceSettingsChange change;
  change.warm = WarmThroughput{target, target};
  const auto begun = BeginSettings(kOperation, name, *stream, change);
  if (begun != Expected::kSuccess) stream->warm = before;
  return begun;
}

Expected Reference::UpdateMaxRecordSize(const std::string& name, int kib) {
  if (const auto e = Count("UpdateMaxRecordSize", name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  ReferenceSettingsChange change;
  change.record_size_kib = kib;
  return BeginSettings("UpdateMaxRecordSize", name, *stream, change);
}

Expected Reference::UpdateDistribution(const std::string& name, bool automatic) {
  constexpr std::string_view kOperation = "UpdateStreamRecordDistributionStrategy";
  if (const auto e = Count(kOperation, name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (!stream->on_demand && automatic) return Expected::kAutoOnProvisioned;
  if (const auto e = Strike(kOperation, name); e != Expected::kSuccess) return e;
  if (stream->on_demand) stream->auto_distribution = automatic;
  return Expected::kSuccess;
}

Expected Reference::ChangeMetrics(const std::string& name, unsigned metrics, bool enable) {
  const std::string_view operation =
      enable ? "EnableEnhancedMonitoring" : "DisableEnhancedMonitoring";
  if (const auto e = Count(operation, name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  ReferenceSettingsChange change;
  change.metrics = enable ? stream->metrics | metrics : stream->metrics & ~metrics;
  return BeginSettings(operation, name, *stream, change);
}

Expected Reference::ChangeEncryption(const std::string& name, const std::string& key, bool start,
                                     bool kms) {
  constexpr std::size_t kPerDay = 25;
  const std::string_view operation = start ? "StartStreamEncryption" : "StopStreamEncryption";
  if (const auto e = Count(operation, name); e != Expected::kSuccess) return e;
  ReferenceStream* stream = nullptr;
  if (const auto e = FindActive(name, &stream); e != Expected::kSuccess) return e;
  if (!kms) return Expected::kEncryptionTypeNone;
  if (start) {
    if (const auto e = MayEncrypt(key); e != Expected::kSuccess) return e;
  }
  const auto quota = start ? ReferenceStream::kEncryptionStarts : ReferenceStream::kEncryptionStops;
  const bool counts = !start || stream->key != key;
  if (counts && DailyExhausted(*stream, quota, kPerDay)) return Expected::kEncryptionsPerDay;
  const Millis now = now_;
  ReferenceSettingsChange change;
  change.key = start ? key : std::string();
  const auto begun = BeginSettings(operation, name, *stream, change);
  if (begun == Expected::kSuccess && counts) stream->daily[quota].push_back(now);
  return begun;
}

Expected Reference::UpdateCommitment(bool enable) {
  if (const auto e = Count("UpdateAccountSettings", {}); e != Expected::kSuccess) return e;
  if (const auto e = Strike("UpdateAccountSettings", {}); e != Expected::kSuccess) return e;
  const bool in_force = commitment_.InForce(now_);
  if (enable && in_force) {
    commitment_.end_pending = false;
  } else if (enable) {
    commitment_ = {};
    commitment_.enabled = true;
    commitment_.started = now_;
    commitment_.earliest_end = now_ + kDay;
  } else if (in_force && now_ < *commitment_.earliest_end) {
    commitment_.end_pending = true;
  } else if (in_force) {
    commitment_.enabled = false;
    commitment_.ended = now_;
  }
  return Expected::kSuccess;
}

void Reference::UpdateKeyState(const std::string& key, const std::string& state) {
  if (state == "ENABLED") {
    key_states_.erase(key);
  } else {
    key_states_[key] = state;
  }
}

void Reference::UpdateLimits(const std::string& name, std::optional<bool> enforced) {
  if (ReferenceStream* const stream = Find(name)) stream->limits = enforced;
}

}  // namespace runnel::simulation

#include "core/engine/engine_changes.h"

#include <array>
#include <utility>

#include "core/state/binary_fields.h"

namespace runnel {

template <>
inline constexpr auto kFields<SealKey> = std::tuple(&SealKey::a, &SealKey::b);
template <>
inline constexpr auto kFields<TokenKeyChosen> = std::tuple(&TokenKeyChosen::key);
// The bits of SettingsUpdated::changed count these from the lowest on.
template <>
inline constexpr auto kFields<Settings> = std::tuple(
    &Settings::default_account, &Settings::default_region, &Settings::create_stream_delay,
    &Settings::delete_stream_delay, &Settings::update_stream_delay,
    &Settings::register_consumer_delay, &Settings::deregister_consumer_delay,
    &Settings::shard_limit, &Settings::on_demand_stream_limit, &Settings::channel_limit,
    &Settings::enforce_rate_quotas, &Settings::subscription_lifetime,
    &Settings::subscription_heartbeat, &Settings::shard_iterator_lifetime,
    &Settings::next_token_lifetime, &Settings::put_error_probability, &Settings::control_operations,
    &Settings::event_source_mapping_delay, &Settings::event_source_retry_delay,
    &Settings::event_source_retry_delay_max, &Settings::skip_unknown_resource_types,
    &Settings::api_destinations, &Settings::channel_deliveries, &Settings::channel_write_attempts,
    &Settings::channel_line_feeds, &Settings::http_calls, &Settings::channel_object_bytes);
template <>
inline constexpr auto kFields<SettingsUpdated> = std::tuple(&SettingsUpdated::settings,
                                                            &SettingsUpdated::changed);
template <>
inline constexpr auto kFields<EmulatorClock::Image> = std::tuple(&EmulatorClock::Image::frozen,
                                                                 &EmulatorClock::Image::scale,
                                                                 &EmulatorClock::Image::anchor,
                                                                 &EmulatorClock::Image::host_anchor,
                                                                 &EmulatorClock::Image::last);
template <>
inline constexpr auto kFields<ClockUpdated> = std::tuple(&ClockUpdated::clock);

namespace {

// Above every number of a mutation (core/state/mutation_codec.cc).
constexpr std::uint64_t kFirstNumber = 1000;

constexpr std::array<std::string_view, std::variant_size_v<EngineChange>> kNames = {
    "TokenKeyChosen", "SettingsUpdated", "ClockUpdated"};

// Calls `visit(bit, member)` for every member of Settings.
template <class Visit>
void ForEachSetting(Visit visit) {
  std::uint64_t bit = 1;
  const auto next = [&](auto member) {
    visit(bit, member);
    bit <<= 1;
  };
  std::apply([&](auto... members) { (next(members), ...); }, kFields<Settings>);
}

}  // namespace

SettingsUpdated SettingsUpdated::Between(const Settings& start, const Settings& updated) {
  SettingsUpdated change;
  change.settings = updated;
  ForEachSetting([&](std::uint64_t bit, auto member) {
    if (start.*member != updated.*member) change.changed |= bit;
  });
  return change;
}

void SettingsUpdated::ApplyTo(Settings& target) const {
  ForEachSetting([&](std::uint64_t bit, auto member) {
    if ((changed & bit) != 0) target.*member = settings.*member;
  });
}

std::string_view NameOf(const EngineChange& change) { return kNames[change.index()]; }

std::string EncodeEngineChange(const EngineChange& change) {
  ByteWriter out;
  out.Unsigned(kFirstNumber + change.index());
  std::visit([&](const auto& held) { binary::Write(out, held); }, change);
  return out.Take();
}

std::optional<EngineChange> DecodeEngineChange(std::string_view bytes) {
  // A variant is written as its index and what it holds.
  ByteReader number_in(bytes);
  const std::uint64_t number = number_in.Unsigned();
  if (!number_in.ok() || number < kFirstNumber) return std::nullopt;
  ByteWriter index;
  index.Unsigned(number - kFirstNumber);
  const std::string indexed =
      index.Take() + std::string(bytes.substr(bytes.size() - number_in.remaining()));
  ByteReader in(indexed);
  EngineChange change;
  binary::Read(in, change);
  if (!in.ok() || in.remaining() != 0) return std::nullopt;
  return change;
}

}  // namespace runnel

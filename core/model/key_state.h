// What an encryption key is emulated to be: there is no key service, so somebody has to say.
// Source: kinesis-api 9.1.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace runnel {

// Every key that nobody has said anything about is enabled.
enum class KeyState : std::uint8_t {
  kEnabled,
  kDisabled,
  kPendingDeletion,
  kNotFound,
  kAccessDenied,
  kOptInRequired,
  kThrottled,
};

// In the order of KeyState.
inline constexpr std::array<std::string_view, 7> kKeyStateNames = {
    "ENABLED",       "DISABLED",        "PENDING_DELETION", "NOT_FOUND",
    "ACCESS_DENIED", "OPT_IN_REQUIRED", "THROTTLED"};

// From `from` on, until the next one, a stream encrypts what arrives under this key.
struct EncryptionPeriod {
  Timestamp from;
  std::string key_id;  // empty: it does not encrypt
};

}  // namespace runnel

// Calls of an emulator whose clock stands still and whose changes take no time.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/emulator.h"

namespace runnel::fuzz {

inline constexpr std::string_view kJsonType = "application/x-amz-json-1.1";
inline constexpr std::string_view kCborType = "application/x-amz-cbor-1.1";
inline constexpr std::uint64_t kSeed = 1;

class StillClock final : public Clock {
 public:
  Timestamp Now() override { return {1'700'000'000'000}; }
};

Settings WithoutDelays();

// The header by which a caller names the service.
std::string Authorization(std::string_view service);

// `encoding` is "cbor", or anything else for JSON; `target` what X-Amz-Target says.
Reply Send(Emulator& emulator, std::string_view encoding, const std::string& target,
           std::string_view body);

// A call of Kinesis in JSON that must succeed. Returns the body of the answer.
std::string Call(Emulator& emulator, std::string_view operation, std::string_view body);

// What its headers say that an answer is, JSON or CBOR, it has to be.
void CheckBody(const Reply& reply);

}  // namespace runnel::fuzz

#include "core/model/sequence_number.h"

#include "core/base/decimal.h"

namespace runnel {
namespace {

// Bits [first, first + count) of a number, count <= 64, bit 0 the least significant.
std::uint64_t Bits(const Uint192& number, int first, int count) {
  const std::uint64_t limbs[4] = {number.low, number.middle, number.high, 0};
  const int limb = first / 64;
  const int shift = first % 64;
  std::uint64_t bits = limbs[limb] >> shift;
  if (shift != 0) bits |= limbs[limb + 1] << (64 - shift);
  return count == 64 ? bits : bits & ((std::uint64_t{1} << count) - 1);
}

ShardId ShardOf(std::uint64_t bits) {
  return {static_cast<std::int32_t>(static_cast<std::uint32_t>(bits))};
}

// AWS: from this creation second on a number is invalid (kinesis-api 5.3, decode rule 4).
constexpr std::uint64_t kCreatedSecondsEnd = 16'025'175'000;

std::optional<SequenceNumber> DecodeLayout0(const Uint192& number) {
  SequenceNumber result;
  result.version = 0;
  const std::uint64_t created = Bits(number, 88, 36);
  if (created >= kCreatedSecondsEnd) return std::nullopt;
  result.shard_created_seconds = static_cast<std::int64_t>(created);
  result.position.seconds = result.shard_created_seconds;
  result.shard = ShardOf(Bits(number, 0, 16));
  return result;
}

SequenceNumber DecodeLayout1(const Uint192& number) {
  SequenceNumber result;
  result.version = 1;
  result.shard_created_seconds = static_cast<std::int64_t>(Bits(number, 148, 36));
  result.position.seconds = static_cast<std::int64_t>(Bits(number, 100, 36));
  result.position.index = Bits(number, 36, 8);
  result.shard = ShardOf(Bits(number, 4, 32));
  return result;
}

std::optional<SequenceNumber> DecodeLayout2(const Uint192& number) {
  SequenceNumber result;
  const std::uint64_t created = Bits(number, 148, 36);
  const std::uint64_t index = Bits(number, 80, 64);
  if (created >= kCreatedSecondsEnd || index > SequenceNumber::kClosingIndex) return std::nullopt;
  result.shard_created_seconds = static_cast<std::int64_t>(created);
  result.position.index = index;
  result.position.seconds = static_cast<std::int64_t>(Bits(number, 36, 36));
  result.shard = ShardOf(Bits(number, 4, 32));
  return result;
}

}  // namespace

void SequenceNumber::AppendTo(std::string& out) const {
  const auto created = static_cast<std::uint64_t>(shard_created_seconds) & 0xfffffffff;
  const auto seconds = static_cast<std::uint64_t>(position.seconds) & 0xfffffffff;
  const auto shard_bits = static_cast<std::uint64_t>(static_cast<std::uint32_t>(shard.index));
  Uint192 number;
  number.low = 2 | shard_bits << 4 | seconds << 36;
  number.middle = seconds >> 28 | position.index << 16;
  number.high =
      position.index >> 48 | (shard_bits & 15) << 16 | created << 20 | std::uint64_t{2} << 56;
  AppendDecimal(number, out);
}

std::string SequenceNumber::ToString() const {
  std::string text;
  AppendTo(text);
  return text;
}

std::optional<SequenceNumber> SequenceNumber::Parse(std::string_view decimal) {
  Uint192 number;
  if (!ParseDecimal(decimal, number)) return std::nullopt;
  // Decode rules 1 and 2: what is below 2^129 has layout 0, and what is below 2^124 gets it added.
  constexpr std::uint64_t kBit124 = 0x1000000000000000;
  if (number.high == 0 && number.middle < kBit124) number.middle += kBit124;
  if (number.high < 2) return DecodeLayout0(number);
  // 2^185 < number < 1.5 * 2^185.
  const bool above = number.high > std::uint64_t{2} << 56 ||
                     (number.high == std::uint64_t{2} << 56 && (number.middle | number.low) != 0);
  if (!above || number.high >= std::uint64_t{3} << 56) return std::nullopt;
  switch (number.low & 15) {
    case 1:
      return DecodeLayout1(number);
    case 2:
      return DecodeLayout2(number);
    default:
      return std::nullopt;
  }
}

}  // namespace runnel

#include "native-server/config/option_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "core/base/ascii_case.h"
#include "core/base/whole_number.h"

namespace runnel {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

// The units a duration is written in, the largest first.
constexpr auto kWrittenUnits = std::to_array<Unit>({{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}});

// What else is read.
constexpr auto kOtherUnits = std::to_array<Unit>({
    {"ms", 1},           {"milli", 1},         {"millis", 1},
    {"millisecond", 1},  {"milliseconds", 1},  {"sec", 1000},
    {"secs", 1000},      {"second", 1000},     {"seconds", 1000},
    {"min", 60'000},     {"mins", 60'000},     {"minute", 60'000},
    {"minutes", 60'000}, {"hr", 3'600'000},    {"hrs", 3'600'000},
    {"hour", 3'600'000}, {"hours", 3'600'000}, {"d", 86'400'000},
    {"day", 86'400'000}, {"days", 86'400'000},
});

// A hundred years: far beyond any use, and safe to add to any timestamp.
constexpr double kDurationMaxMilliseconds = 3.2e12;

std::optional<std::int64_t> UnitMilliseconds(std::string_view name) {
  for (const Unit& unit : kWrittenUnits) {
    if (unit.name == name) return unit.milliseconds;
  }
  for (const Unit& unit : kOtherUnits) {
    if (unit.name == name) return unit.milliseconds;
  }
  return std::nullopt;
}

struct SizeUnit {
  std::string_view name;
  std::uint64_t bytes;
  bool written;

  bool Matches(std::string_view lower_case) const { return LowerCase(name) == lower_case; }
};

constexpr std::uint64_t kKibi = 1024;
// The largest first.
constexpr auto kSizeUnits = std::to_array<SizeUnit>({
    {"TiB", kKibi* kKibi* kKibi* kKibi, true},
    {"TB", 1'000'000'000'000, false},
    {"GiB", kKibi* kKibi* kKibi, true},
    {"GB", 1'000'000'000, false},
    {"G", kKibi* kKibi* kKibi, false},
    {"MiB", kKibi* kKibi, true},
    {"MB", 1'000'000, false},
    {"M", kKibi* kKibi, false},
    {"KiB", kKibi, true},
    {"kB", 1'000, false},
    {"K", kKibi, false},
    {"B", 1, false},
});
// 1 PiB: beyond any machine.
constexpr double kSizeMax = 1125899906842624.0;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::optional<Duration> ReadDuration(std::string_view text) {
  text = WithoutBlanks(text);
  const std::size_t number_end = text.find_first_not_of("0123456789.");
  const std::optional<double> number = ReadDecimal(text.substr(0, number_end));
  if (!number) return std::nullopt;

  std::optional<std::int64_t> unit_milliseconds = 1;
  if (number_end != std::string_view::npos) {
    unit_milliseconds = UnitMilliseconds(LowerCase(WithoutBlanks(text.substr(number_end))));
    if (!unit_milliseconds) return std::nullopt;
  }
  const double milliseconds = *number * static_cast<double>(*unit_milliseconds);
  if (milliseconds > kDurationMaxMilliseconds) return std::nullopt;
  return Duration::Milliseconds(std::llround(milliseconds));
}

std::string DurationText(Duration duration) {
  for (const Unit& unit : kWrittenUnits) {
    if (duration.milliseconds != 0 && duration.milliseconds % unit.milliseconds == 0) {
      return std::to_string(duration.milliseconds / unit.milliseconds).append(unit.name);
    }
  }
  return std::to_string(duration.milliseconds) + "ms";
}

std::optional<std::uint64_t> ReadSize(std::string_view text) {
  text = WithoutBlanks(text);
  const std::size_t number_end = text.find_first_not_of("0123456789.");
  const std::optional<double> number = ReadDecimal(text.substr(0, number_end));
  if (!number) return std::nullopt;
  double unit_bytes = 1;
  if (number_end != std::string_view::npos) {
    const std::string name = LowerCase(WithoutBlanks(text.substr(number_end)));
    const auto unit = std::find_if(kSizeUnits.begin(), kSizeUnits.end(),
                                   [&](const SizeUnit& known) { return known.Matches(name); });
    if (unit == kSizeUnits.end()) return std::nullopt;
    unit_bytes = static_cast<double>(unit->bytes);
  }
  const double bytes = *number * unit_bytes;
  if (bytes > kSizeMax) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

std::string SizeText(std::uint64_t bytes) {
  for (const SizeUnit& unit : kSizeUnits) {
    if (unit.written && bytes != 0 && bytes % unit.bytes == 0) {
      return std::to_string(bytes / unit.bytes).append(unit.name);
    }
  }
  return std::to_string(bytes);
}

std::optional<std::int64_t> ReadInteger(std::string_view text) {
  return ReadWholeNumber<std::int64_t>(WithoutBlanks(text));
}

std::optional<double> ReadDecimal(std::string_view text) {
  const std::string digits(WithoutBlanks(text));
  // strtod would also take "inf", "nan" and "0x1p3".
  if (digits.empty() || digits.find_first_not_of("0123456789.-+eE") != std::string::npos) {
    return std::nullopt;
  }
  char* stopped = nullptr;
  const double number = std::strtod(digits.c_str(), &stopped);
  if (stopped != digits.c_str() + digits.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string DecimalText(double number) {
  std::array<char, 32> text{};
  for (int precision = 1; precision <= 17; ++precision) {
    std::snprintf(text.data(), text.size(), "%.*g", precision, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  return text.data();
}

std::optional<bool> ReadSwitch(std::string_view text) {
  const std::string word = LowerCase(WithoutBlanks(text));
  if (word == "on" || word == "true" || word == "yes" || word == "1") return true;
  if (word == "off" || word == "false" || word == "no" || word == "0") return false;
  return std::nullopt;
}

std::vector<std::string_view> SplitList(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(WithoutBlanks(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view WithoutBlanks(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

std::string LowerCase(std::string_view text) { return LowerCased(text); }

}  // namespace runnel

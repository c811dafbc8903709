// How the values of options are written. Each Read takes the text as a person wrote it and gives
// nullopt for what is not such a value; each Text writes what the matching Read reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace runnel {

// "500ms", "5s", "1.5 minutes", "2m", "1h"; a bare number is milliseconds. Not negative. The long
// unit names are those of Scala's durations, which kinesis-mock's variables use.
std::optional<Duration> ReadDuration(std::string_view text);
// In the largest unit that divides the duration: "500ms", "5s", "5m", "24h".
std::string DurationText(Duration duration);

std::optional<std::int64_t> ReadInteger(std::string_view text);

// Bytes: "512MiB", "2GiB", "64 KiB", "1000000", "1GB"; decimal units are powers of 1,000.
std::optional<std::uint64_t> ReadSize(std::string_view text);
// In the largest binary unit that divides it: "512MiB".
std::string SizeText(std::uint64_t bytes);

// A decimal number, "0.25"; no infinities, no hexadecimal.
std::optional<double> ReadDecimal(std::string_view text);
// The shortest text that reads back as the same number.
std::string DecimalText(double number);

// on, true, yes, 1; off, false, no, 0. Case does not matter.
std::optional<bool> ReadSwitch(std::string_view text);

// The parts of "a, b,c" without the blanks around them. Empty parts are kept.
std::vector<std::string_view> SplitList(std::string_view text, char separator = ',');
std::string_view WithoutBlanks(std::string_view text);
std::string LowerCase(std::string_view text);

}  // namespace runnel

#include "native-server/command_line/call_input.h"

#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/base/base64.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

[[noreturn]] void Refuse(const std::string& flag, std::string_view value, const std::string& why) {
  constexpr std::size_t kShown = 60;
  std::string shown(value.substr(0, kShown));
  if (value.size() > kShown) shown += "...";
  throw Failure(kExitUsage, flag + ": '" + shown + "' " + why);
}

json::value ParseJson(const std::string& flag, std::string_view text) {
  json::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error);
  if (error) Refuse(flag, text, "is not JSON (" + error.message() + ")");
  return value;
}

json::value ReadValue(const Shape& shape, std::string_view text, const std::string& flag);

bool IsScalar(const Shape& shape) {
  return shape.kind != ShapeKind::kList && shape.kind != ShapeKind::kMap &&
         shape.kind != ShapeKind::kStructure;
}

// JSON text, or words with commas between them.
json::value ReadList(const Shape& shape, std::string_view text, const std::string& flag) {
  if (WithoutBlanks(text).starts_with('[')) return ParseJson(flag, text);
  if (!IsScalar(*shape.element)) Refuse(flag, text, "is not a list; write it as JSON: [...]");
  json::array list;
  for (const std::string_view word : SplitList(text)) {
    list.push_back(ReadValue(*shape.element, word, flag));
  }
  return list;
}

// The shape of what stands under `key`; null if there is no such member.
const Shape* ShapeUnder(const Shape& shape, std::string_view key) {
  if (shape.kind == ShapeKind::kMap) return shape.element;
  for (const Member& member : shape.members) {
    if (member.name == key) return member.shape;
  }
  return nullptr;
}

// JSON text, or Key=Value with commas between them.
json::value ReadObject(const Shape& shape, std::string_view text, const std::string& flag) {
  if (WithoutBlanks(text).starts_with('{')) return ParseJson(flag, text);
  json::object object;
  for (const std::string_view pair : SplitList(text)) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) {
      Refuse(flag, text, "is neither JSON, {...}, nor Key=Value,Key=Value");
    }
    const std::string_view key = pair.substr(0, equals);
    const Shape* value_shape = ShapeUnder(shape, key);
    if (value_shape == nullptr) Refuse(flag, key, "is not a member of it");
    object[{key.data(), key.size()}] = ReadValue(*value_shape, pair.substr(equals + 1), flag);
  }
  return object;
}

json::value ReadValue(const Shape& shape, std::string_view text, const std::string& flag) {
  switch (shape.kind) {
    case ShapeKind::kString:
      return json::string(text.data(), text.size());
    case ShapeKind::kInteger:
    case ShapeKind::kLong:
      if (const auto number = ReadInteger(text)) return *number;
      Refuse(flag, text, "is not a whole number");
    case ShapeKind::kDouble:
      if (const auto number = ReadDecimal(text)) return *number;
      Refuse(flag, text, "is not a number");
    case ShapeKind::kBoolean:
      if (const auto on = ReadSwitch(text)) return *on;
      Refuse(flag, text, "is neither true nor false");
    case ShapeKind::kBlob: {
      std::string base64;
      AppendBase64(ReadBlob(text), base64);
      return json::string(base64);
    }
    case ShapeKind::kTimestamp:
      if (const auto time = ReadTimestamp(text)) {
        return static_cast<double>(time->milliseconds) / 1000.0;
      }
      Refuse(flag, text, "is not a time; write seconds since 1970, or 2026-11-05T12:00:00Z");
    case ShapeKind::kList:
      return ReadList(shape, text, flag);
    case ShapeKind::kMap:
    case ShapeKind::kStructure:
      return ReadObject(shape, text, flag);
  }
  return nullptr;
}

std::string WholeFile(std::string_view path) {
  std::ifstream file{std::string(path), std::ios::binary};
  file.peek();
  if (!file.is_open() || file.bad()) {
    throw Failure(kExitUsage, "cannot read " + std::string(path) + ": " + std::strerror(errno));
  }
  file.clear();
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// What follows the seconds of a time: nothing or Z, or how far the clock there is ahead.
std::optional<int> ReadZoneSeconds(std::string_view zone) {
  if (zone.empty() || zone == "Z" || zone == "z") return 0;
  int hours = 0;
  int minutes = 0;
  int length = 0;
  const std::string text(zone.substr(1));
  const bool read = std::sscanf(text.c_str(), "%2d:%2d%n", &hours, &minutes, &length) == 2;
  if (!read || static_cast<std::size_t>(length) != text.size()) return std::nullopt;
  if (zone[0] != '+' && zone[0] != '-') return std::nullopt;
  return (zone[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace

std::string FlagNameOf(std::string_view member) {
  std::string name;
  for (std::size_t i = 0; i < member.size(); ++i) {
    const bool upper = IsUpper(member[i]);
    const bool after_lower = i > 0 && !IsUpper(member[i - 1]);
    const bool before_lower = i > 0 && i + 1 < member.size() && !IsUpper(member[i + 1]);
    if (upper && (after_lower || before_lower)) name += '-';
    name += upper ? static_cast<char>(member[i] - 'A' + 'a') : member[i];
  }
  return name;
}

std::string BuildCallInput(const Shape& input, std::span<const GivenFlag> flags,
                           const std::string& base) {
  json::object body;
  if (!base.empty()) {
    const json::value value = ParseJson("--input", base);
    if (!value.is_object()) Refuse("--input", base, "is not a JSON object, {...}");
    body = value.get_object();
  }
  for (const GivenFlag& flag : flags) {
    for (const Member& member : input.members) {
      if (flag.name != member.name && flag.name != FlagNameOf(member.name)) continue;
      body[{member.name.data(), member.name.size()}] =
          ReadValue(*member.shape, flag.value, "--" + flag.name);
    }
  }
  return json::serialize(body);
}

std::string ReadBlob(std::string_view text) {
  for (const std::string_view scheme : {"fileb://", "file://"}) {
    if (text.starts_with(scheme)) return WholeFile(text.substr(scheme.size()));
  }
  constexpr std::string_view kBase64 = "base64:";
  if (!text.starts_with(kBase64)) return std::string(text);
  std::string bytes;
  if (DecodeBase64(text.substr(kBase64.size()), bytes)) {
    throw Failure(kExitUsage, "what follows base64: is not base64");
  }
  return bytes;
}

std::optional<Timestamp> ReadTimestamp(std::string_view text) {
  text = WithoutBlanks(text);
  if (const std::optional<double> seconds = ReadDecimal(text)) {
    return Timestamp{std::llround(*seconds * 1000.0)};
  }
  std::tm date{};
  double seconds = 0;
  int length = 0;
  const std::string whole(text);
  int fields = std::sscanf(whole.c_str(), "%4d-%2d-%2d%n", &date.tm_year, &date.tm_mon,
                           &date.tm_mday, &length);
  if (fields != 3) return std::nullopt;
  std::size_t end = static_cast<std::size_t>(length);
  if (end < whole.size()) {
    fields = std::sscanf(whole.c_str() + end, "%*1[Tt ]%2d:%2d:%lf%n", &date.tm_hour, &date.tm_min,
                         &seconds, &length);
    if (fields != 3) return std::nullopt;
    end += static_cast<std::size_t>(length);
  }
  const std::optional<int> ahead = ReadZoneSeconds(std::string_view(whole).substr(end));
  if (!ahead) return std::nullopt;
  date.tm_year -= 1900;
  date.tm_mon -= 1;
  const std::int64_t minutes = timegm(&date);
  return Timestamp{(minutes - *ahead) * 1000 + std::llround(seconds * 1000.0)};
}

}  // namespace runnel

#include "core/model/channel_key_template.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/calendar.h"
#include "core/model/limits.h"

namespace runnel {
namespace {

constexpr std::string_view kExtension = "extension";

// An extension of one's own: ":.", then lower-case letters and periods.
bool IsLiteralExtension(std::string_view variable) {
  constexpr std::string_view kPrefix = "extension:.";
  if (!variable.starts_with(kPrefix) || variable.size() == kPrefix.size()) return false;
  const std::string_view literal = variable.substr(kPrefix.size());
  return literal.find_first_not_of("abcdefghijklmnopqrstuvwxyz.") == std::string_view::npos;
}

bool IsExtension(std::string_view variable) {
  return variable == kExtension || IsLiteralExtension(variable);
}

// What !{extension} stands for.
std::string_view ExtensionOf(std::string_view compression_type) {
  if (compression_type == "GZIP") return ".gz";
  if (compression_type == "ZSTD") return ".zst";
  return {};
}

// The two digits of a number below 100.
std::string TwoDigits(std::int64_t number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

// What a placeholder stands for; nullopt: nothing.
std::optional<std::string> ValueOf(std::string_view variable, const ChannelKeyNames& names,
                                   std::string_view extension, const CalendarTime& time) {
  if (variable == "channel-name") return names.channel_name;
  if (variable == "channel-id") return names.channel_id;
  if (variable == "stream-name") return names.stream_name;
  if (variable == kExtension) return std::string(extension);
  if (IsLiteralExtension(variable)) return std::string(variable.substr(kExtension.size() + 1));
  if (variable == "yyyy") return TwoDigits(time.year / 100 % 100) + TwoDigits(time.year % 100);
  if (variable == "yy") return TwoDigits(time.year % 100);
  if (variable == "MM") return TwoDigits(time.month);
  if (variable == "dd") return TwoDigits(time.day);
  if (variable == "HH") return TwoDigits(time.hour);
  if (variable == "mm") return TwoDigits(time.minute);
  return std::nullopt;
}

std::string FindPathFault(std::string_view text) {
  if (text.starts_with('/')) return "OutputKeyTemplate must not start with a slash.";
  while (true) {
    const std::size_t slash = text.find('/');
    const std::string_view segment = text.substr(0, slash);
    if (segment.empty() && slash != std::string_view::npos) {
      return "OutputKeyTemplate must not contain empty path segments.";
    }
    if (segment == "." || segment.find("..") != std::string_view::npos) {
      return "OutputKeyTemplate must not contain the path segments . or ..";
    }
    if (slash == std::string_view::npos) return {};
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string FindKeyTemplateFault(std::string_view key_template, const ChannelKeyNames& names,
                                 std::string_view compression_type) {
  const std::string_view extension = ExtensionOf(compression_type);
  std::string fault = FindPathFault(key_template);
  if (!fault.empty()) return fault;
  std::string expanded;
  bool has_extension = false;
  std::string_view rest = key_template;
  while (!rest.empty()) {
    if (!rest.starts_with("!{")) {
      if (rest[0] == '{' || rest[0] == '}' || rest[0] == ':') {
        return "OutputKeyTemplate must not contain { } or : outside a placeholder.";
      }
      expanded += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    const std::size_t end = rest.find('}');
    if (end == std::string_view::npos)
      return "OutputKeyTemplate has a placeholder that is not closed.";
    const std::string_view variable = rest.substr(2, end - 2);
    rest.remove_prefix(end + 1);
    const auto value = ValueOf(variable, names, extension, {});
    if (!value) {
      return "OutputKeyTemplate has an unknown placeholder: !{" + std::string(variable) + "}.";
    }
    expanded += *value;
    if (!IsExtension(variable)) continue;
    has_extension = true;
    if (!rest.empty()) return "OutputKeyTemplate may have one extension placeholder, at the end.";
  }
  if (!extension.empty() && !has_extension) {
    return "OutputKeyTemplate must end with an extension placeholder when objects are compressed.";
  }
  if (expanded.size() > limits::kChannelKeyTemplateMax) {
    return "OutputKeyTemplate expands to more than " +
           std::to_string(limits::kChannelKeyTemplateMax) + " characters.";
  }
  return {};
}

std::string ExpandKeyTemplate(std::string_view key_template, const ChannelKeyNames& names,
                              std::string_view compression_type, Timestamp at,
                              std::string_view suffix) {
  const CalendarTime time = CalendarTimeOf(at);
  std::string key;
  std::size_t end_of_name = std::string::npos;
  while (!key_template.empty()) {
    const std::size_t begin = key_template.find("!{");
    key += key_template.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = key_template.find('}', begin);
    const std::string_view variable = key_template.substr(begin + 2, end - begin - 2);
    if (IsExtension(variable)) end_of_name = key.size();
    key += ValueOf(variable, names, ExtensionOf(compression_type), time).value_or(std::string());
    key_template.remove_prefix(end + 1);
  }
  return key.insert(std::min(end_of_name, key.size()), suffix);
}

std::string HourPath(Timestamp at) {
  return ExpandKeyTemplate("!{yyyy}/!{MM}/!{dd}/!{HH}", {}, {}, at, {});
}

}  // namespace runnel

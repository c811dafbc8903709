#include "core/model/channel_key_template.h"

#include <array>

#include "core/model/limits.h"

namespace runnel {
namespace {

constexpr std::array<std::string_view, 6> kTimeVariables = {"yyyy", "yy", "MM", "dd", "HH", "mm"};
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

// Whether the name is known; adds to `expanded` something as long as what it stands for.
bool Expand(std::string_view variable, const ChannelKeyNames& names, std::string_view extension,
            std::string& expanded) {
  if (variable == "channel-name") {
    expanded += names.channel_name;
  } else if (variable == "channel-id") {
    expanded += names.channel_id;
  } else if (variable == "stream-name") {
    expanded += names.stream_name;
  } else if (variable == kExtension) {
    expanded += extension;
  } else if (IsLiteralExtension(variable)) {
    expanded += variable.substr(kExtension.size() + 1);
  } else {
    for (const std::string_view time : kTimeVariables) {
      if (variable == time) {
        expanded += variable;
        return true;
      }
    }
    return false;
  }
  return true;
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
    if (!Expand(variable, names, extension, expanded)) {
      return "OutputKeyTemplate has an unknown placeholder: !{" + std::string(variable) + "}.";
    }
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

}  // namespace runnel

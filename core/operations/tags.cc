#include "core/operations/tags.h"

#include <cstdint>

#include "core/api/errors.h"

namespace runnel {
namespace {

// The next code point of valid UTF-8.
std::uint32_t TakeCodePoint(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  std::size_t size = 1;
  std::uint32_t code = first;
  if (first >= 0xf0) {
    size = 4;
    code = first & 0x07u;
  } else if (first >= 0xe0) {
    size = 3;
    code = first & 0x0fu;
  } else if (first >= 0xc0) {
    size = 2;
    code = first & 0x1fu;
  }
  for (std::size_t i = 1; i < size && i < text.size(); ++i) {
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
  }
  text.remove_prefix(size < text.size() ? size : text.size());
  return code;
}

// OBSERVED: the ranges that the service takes for Unicode letters (kinesis-api 4.1).
bool IsLetterOrDigit(std::uint32_t code) {
  const bool ascii =
      (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
  return ascii || (code >= 0xc0 && code <= 0x1fff) || (code >= 0x2c00 && code <= 0xd7ff);
}

bool AllAllowed(std::string_view text, std::string_view punctuation) {
  while (!text.empty()) {
    const std::uint32_t code = TakeCodePoint(text);
    const bool listed =
        code < 0x80 && punctuation.find(static_cast<char>(code)) != std::string_view::npos;
    if (!listed && !IsLetterOrDigit(code)) return false;
  }
  return true;
}

constexpr std::string_view kStreamPunctuation = " _./=+-%@";
constexpr std::string_view kResourcePunctuation = " _./=+-@:";

bool IsReserved(std::string_view key) { return key.starts_with("aws:"); }

}  // namespace

Result<void> CheckStreamTags(const TagMap& tags, const Stream& stream) {
  bool percent = false;
  for (const auto& [key, value] : tags) {
    if (IsReserved(key)) return error::ReservedTagKey(key);
    if (!AllAllowed(key, kStreamPunctuation) || !AllAllowed(value, kStreamPunctuation)) {
      return error::InvalidTagCharacters();
    }
    percent = percent || (key + value).find('%') != std::string::npos;
  }
  if (percent) return error::IllegalTagCharacters("add", "to", stream.name(), stream.account());
  return {};
}

Result<void> CheckStreamTagKeys(const std::vector<std::string>& keys, const Stream& stream) {
  bool percent = false;
  for (const std::string& key : keys) {
    if (!AllAllowed(key, kStreamPunctuation)) return error::InvalidTagCharacters();
    percent = percent || key.find('%') != std::string::npos;
  }
  if (percent) {
    return error::IllegalTagCharacters("remove", "from", stream.name(), stream.account());
  }
  return {};
}

Result<void> CheckResourceTags(const Context& context, const TagMap& tags) {
  for (const auto& [key, value] : tags) {
    if (IsReserved(key) && !context.is_own) return error::ReservedTagKey(key);
    if (!AllAllowed(key, kResourcePunctuation) || !AllAllowed(value, kResourcePunctuation)) {
      return error::InvalidTagCharacters();
    }
  }
  return {};
}

Result<void> CheckResourceTagKeys(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (!AllAllowed(key, kResourcePunctuation)) return error::InvalidTagCharacters();
  }
  return {};
}

std::size_t TagCountAfter(const TagMap& present, const TagMap& added) {
  std::size_t count = 0;
  for (const auto& [key, value] : present) count += IsReserved(key) ? 0 : 1;
  for (const auto& [key, value] : added) count += present.contains(key) ? 0 : 1;
  return count;
}

}  // namespace runnel

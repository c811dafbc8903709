// The template of the keys under which a channel writes objects.
// Source: kinesis-api-45 3.2.
#pragma once

#include <string>
#include <string_view>

#include "core/base/time.h"

namespace runnel {

inline constexpr std::string_view kDefaultChannelKeyTemplate =
    "kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/"
    "!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}";

struct ChannelKeyNames {
  std::string channel_name;
  std::string channel_id;
  std::string stream_name;
};

// The rule that `key_template` breaks, in words; empty when it breaks none. The names are needed
// for the length of what it expands to; `compression_type` is NONE, GZIP or ZSTD.
std::string FindKeyTemplateFault(std::string_view key_template, const ChannelKeyNames& names,
                                 std::string_view compression_type);

// The key of an object. `suffix` makes it unique; it stands before the extension (not published).
// REQUIRES: the template breaks no rule.
std::string ExpandKeyTemplate(std::string_view key_template, const ChannelKeyNames& names,
                              std::string_view compression_type, Timestamp at,
                              std::string_view suffix);

// "2026/01/31/23", of which keys of dead letters are made.
std::string HourPath(Timestamp at);

}  // namespace runnel

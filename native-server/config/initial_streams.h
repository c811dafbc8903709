// Streams to create at start, written "name[:shards[:region]],…".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/api/settings.h"

namespace runnel {

// Reads `text` into `streams`. Returns what is wrong with it, or an empty string. Whether a stream
// may have that name, region or shard count is for the emulator to say.
std::string ReadInitialStreams(std::string_view text, std::vector<InitialStream>& streams);
std::string InitialStreamsText(const std::vector<InitialStream>& streams);

}  // namespace runnel

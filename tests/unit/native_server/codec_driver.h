// A small language for tests of codecs: feed bytes, take requests, read what would be sent.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "native-server/http/codec.h"

namespace runnel::test {

// Gives `bytes` to the codec as a socket would, as much at a time as it wants. Returns what it did
// not want.
inline std::string_view Feed(Codec& codec, std::string_view bytes) {
  while (!bytes.empty() && codec.WantsInput()) {
    const std::span<char> room = codec.Prepare();
    const std::size_t count = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), count);
    codec.Commit(count);
    bytes.remove_prefix(count);
  }
  return bytes;
}

// Takes what the codec would send, in writes of at most `count_max` bytes.
inline std::string Drain(Codec& codec, std::size_t count_max = static_cast<std::size_t>(-1)) {
  std::string sent;
  while (!codec.Output().empty()) {
    OutputQueue& output = codec.Output();
    std::array<std::string_view, 4> views;
    std::size_t count = 0;
    for (std::size_t i = 0, used = output.Gather(views); i < used; ++i) {
      const std::string_view part = views[i].substr(0, count_max - count);
      sent += part;
      count += part.size();
    }
    output.Consume(count);
  }
  return sent;
}

inline Reply ReplyOf(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

}  // namespace runnel::test

// A codec and a server that answers everything, in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "native-server/http/codec.h"

namespace runnel::fuzz {

struct Exchange {
  std::vector<std::string> requests;  // all that a server sees of each
  std::size_t sent_bytes = 0;
  bool read_all = false;  // the codec has not given up before the end of the bytes
};

// Feeds the bytes to the codec, in pieces of at most `piece_max`, and answers every request as soon
// as it is complete; one for a path with "open" in it by an answer that stays open for a while.
Exchange Converse(Codec& codec, std::string_view bytes, std::size_t piece_max);

}  // namespace runnel::fuzz

// The closed loop of http_load.h over what SDKs use beside plain HTTP/1.1: TLS and HTTP/2.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/http_load.h"

namespace runnel::bench {

enum class Channels {
  kHttp1,     // Load::connections connections
  kHttp1Tls,  // the same
  kHttp2,     // one connection with Load::connections requests under way
  kHttp2Tls,  // the same
};
const char* NameOf(Channels channels);

// A call without its transport; names of fields are in lower case.
struct ChannelCall {
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
};

// `count` different PutRecords of a record of `bytes` random bytes each, in JSON or in CBOR.
std::vector<ChannelCall> PutRecordCalls(const std::string& stream, std::size_t bytes, int count,
                                        bool cbor);

// Sends `calls` in turn; those of the load are of no interest. The client's own work, by OpenSSL
// and nghttp2, is part of what is measured. Errors are std::runtime_error.
LoadResult RunChannelLoad(const Load& load, Channels channels,
                          const std::vector<ChannelCall>& calls);

}  // namespace runnel::bench

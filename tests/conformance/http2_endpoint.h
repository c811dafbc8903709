// A server process, spoken to by HTTP/2.
#pragma once

#include <memory>
#include <string>

#include "tests/conformance/endpoint.h"

namespace runnel::conformance {

enum class Http2Over { kPlain, kTls };

// Starts `program serve`, which ends with the endpoint, and opens one connection for everything:
// by TLS with ALPN, or plain with the preface alone. Throws std::runtime_error if it cannot.
std::unique_ptr<Endpoint> MakeHttp2Endpoint(const std::string& program, Http2Over over);

}  // namespace runnel::conformance

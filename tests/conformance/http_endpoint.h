// A server process, spoken to by HTTP/1.1.
#pragma once

#include <memory>
#include <string>

#include "tests/conformance/endpoint.h"

namespace runnel::conformance {

// Starts `program serve`, which ends with the endpoint. Throws std::runtime_error if it cannot.
std::unique_ptr<Endpoint> MakeHttpEndpoint(const std::string& program);

}  // namespace runnel::conformance

// An emulator inside this process. The only file of the runner that knows Runnel's own code.
#pragma once

#include <memory>

#include "tests/conformance/endpoint.h"

namespace runnel::conformance {

std::unique_ptr<Endpoint> MakeInProcessEndpoint();

}  // namespace runnel::conformance

// Random identifiers as most services write them.
#pragma once

#include <string>

#include "core/base/prng.h"

namespace runnel {

// A version 4 UUID, "5ed7ff79-5f75-4a34-a5b7-65e8a5a3c7d5".
std::string RandomUuid(Prng& random);

}  // namespace runnel

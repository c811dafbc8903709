// How much memory there is.
#pragma once

#include <cstdint>

namespace runnel {

// Bytes that the processes of this machine, or of this container, can have. 0: not known.
std::uint64_t MachineMemory();

}  // namespace runnel

// The integer of hash keys: 0 to 2^128-1.
#pragma once

namespace runnel {

// GCC and Clang have it, natively and for WebAssembly; ISO C++ does not, hence __extension__.
__extension__ typedef unsigned __int128 Uint128;

}  // namespace runnel

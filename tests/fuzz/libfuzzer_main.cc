#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  runnel::fuzz::TryInput({reinterpret_cast<const char*>(bytes), size});
  return 0;
}

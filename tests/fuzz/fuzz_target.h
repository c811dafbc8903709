// What is fuzzed: each target is a program of one file that defines this function.
// libfuzzer_main.cc makes a fuzzer of it, replay_main.cc a test that plays the kept corpus.
#pragma once

#include <string_view>

namespace runnel::fuzz {

// Must come back, whatever the input is. A broken promise ends the process by RUNNEL_CHECK.
void TryInput(std::string_view input);

}  // namespace runnel::fuzz

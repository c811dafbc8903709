// What a process does before anything else. CMake chooses who defines it: process_start_shared.cc,
// or process_start_static.cc for the program that carries its libraries within it.
#pragma once

#include <string_view>

namespace runnel {

// Called once, before there are threads.
void PrepareProcess();

// "static" or "shared": how the libraries were linked.
std::string_view Linkage();

}  // namespace runnel

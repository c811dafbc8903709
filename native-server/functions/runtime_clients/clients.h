// The programs that run handlers of managed runtimes: client.py and client.mjs, as text.
#pragma once

namespace runnel {

extern const char* const kPythonClient;
extern const char* const kNodeClient;

}  // namespace runnel

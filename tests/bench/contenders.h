// The servers that are measured in turn: Runnel, what stands for the least a server can do, and
// the emulators that people use today, where they are installed.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/options.h"
#include "tests/bench/server_process.h"

namespace runnel::bench {

struct Contender {
  std::string name;
  Launch launch;
  bool has_streams = true;  // false: it answers every call alike
};

// In memory, without delays; `arguments` beside.
Contender Runnel(const Options& options, std::vector<std::string> arguments = {});
// epoll_floor with these arguments, built for AVX2 where this processor has it.
Contender Floor(const Options& options, std::vector<std::string> arguments);
// kinesalite and kinesis-local, as far as they are in the folder Options::peers.
std::vector<Contender> InstalledPeers(const Options& options);

}  // namespace runnel::bench

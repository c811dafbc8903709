// Going to the background: `runnel serve --detach`.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace runnel {

// What a server says once it is ready: a line for the person who started it, and where its own
// output goes from then on.
using ReadyReport = std::function<void(const std::string& line, const std::filesystem::path& log)>;

// Runs `serve` in a process and session of its own, and waits until it has made its report or has
// ended. Returns in both processes: in this one 0 if the report came, after printing its line, else
// the exit status of the other; in the other one what `serve` returns. Until the report both write
// to the same terminal. To be called before there are threads. Throws Failure.
int RunInBackground(const std::function<int(const ReadyReport& ready)>& serve);

}  // namespace runnel

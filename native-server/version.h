// Which Runnel this is.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// How a program was made of the sources.
struct Build {
  std::string_view revision;  // of the sources: "978e1705d2c0"; "-dirty" follows if they differ
  std::string_view linkage;   // of the libraries: "static" or "shared"
};

// "0.1.0", from the build.
std::string_view Version();
// What `runnel --version` says: version, revision, what is built in, and the libraries.
std::string VersionText(const Build& build);

}  // namespace runnel

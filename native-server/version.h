// Which Runnel this is.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// "0.1.0", from the build.
std::string_view Version();
// What `runnel --version` says.
std::string VersionText();

}  // namespace runnel

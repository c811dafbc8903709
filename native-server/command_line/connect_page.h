// The page native-server/connect.md, which is a part of the program.
#pragma once

#include <string_view>

namespace runnel {

// In Markdown. A section begins with a line like "## `java`: AWS SDK for Java 2".
std::string_view ConnectPage();

}  // namespace runnel

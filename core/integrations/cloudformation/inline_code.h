// The source of a function as it stands in a template, as a zip file.
#pragma once

#include <string>
#include <string_view>

namespace runnel::cloudformation {

// A zip file with one file in it, not compressed and without a time, so that equal sources make
// equal files.
std::string ZipOfOne(std::string_view name, std::string_view content);

// "index.py" or "index.js", by the runtime.
std::string SourceFileName(std::string_view runtime);

}  // namespace runnel::cloudformation

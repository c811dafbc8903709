// The files of the inspector's page as they are within the program. CMake chooses who defines them:
// inspector_page_embedded.cc if `./dev page` has built them, else inspector_page_missing.cc.
#pragma once

#include <span>
#include <string_view>

namespace runnel {

struct InspectorPageFile {
  std::string_view name;
  const char* media_type;
  std::string_view compressed;  // gzip
};

// Empty: the program was built without the page.
std::span<const InspectorPageFile> InspectorPageFiles();

}  // namespace runnel

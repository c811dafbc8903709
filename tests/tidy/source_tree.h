// The files of this repository as text, the input of every tidy rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel::tidy {

struct SourceFile {
  std::string path;  // from the root of the repository: "core/base/time.h"
  std::string text;
  std::vector<std::string> lines;  // without their line ends

  std::string_view name() const;       // "time.h"
  std::string_view stem() const;       // "time"
  std::string_view extension() const;  // ".h", or empty
  bool IsUnder(std::string_view folder) const;

  bool IsCpp() const;       // C++: .cc, .h and .def
  bool IsCMake() const;     // CMakeLists.txt and .cmake
  bool IsMarkdown() const;  // .md
  bool IsWritten() const;   // source text in any language, as opposed to prose and data
};

struct SourceTree {
  std::vector<SourceFile> files;  // by path, ascending

  // Null if there is no such file.
  const SourceFile* Find(std::string_view path) const;
};

// Reads all text files of the repository; what the build makes and what npm installs is left out.
SourceTree ReadSourceTree();

// Whether a file or folder of this path stands in the repository.
bool ExistsInRepository(const std::string& path);

SourceFile MakeSourceFile(std::string path, std::string text);

}  // namespace runnel::tidy

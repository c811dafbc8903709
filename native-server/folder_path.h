// Folders by the paths that people give.
#pragma once

#include <filesystem>

namespace runnel {

// The same folder without a slash at the end, which shells like to add: as the parent of what is in
// it names it.
inline std::filesystem::path FolderPath(const std::filesystem::path& path) {
  return path.has_filename() || !path.has_relative_path() ? path : path.parent_path();
}

}  // namespace runnel

// Folders that are made for their owner alone.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace runnel {

inline constexpr mode_t kOwnFileMode = 0600;
inline constexpr mode_t kOwnFolderMode = 0700;

// Makes the folder, and those above it, where they are missing, all 0700; those that exist keep
// the mode they have. What was made survives a power failure. Returns 0, or what is in errno.
int MakeOwnFolders(const std::filesystem::path& folder);

// What happened in the folder, files that came and went, survives a power failure.
void SyncFolder(const std::filesystem::path& folder);

}  // namespace runnel

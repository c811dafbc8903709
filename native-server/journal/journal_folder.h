// The folder of a journal: made for its owner alone, and held by one server at a time.
#pragma once

#include <filesystem>

namespace runnel {

class JournalFolder {
 public:
  // Makes the folder and those above it (0700) and the journal's file (0600) where they are
  // missing, and takes the lock, which ends with this object or the process. What exists keeps its
  // mode. Throws Failure: the folder cannot be used, or another server uses it.
  explicit JournalFolder(const std::filesystem::path& path);
  ~JournalFolder();
  JournalFolder(const JournalFolder&) = delete;
  JournalFolder& operator=(const JournalFolder&) = delete;

  // The journal's file, "runnel.db".
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  int lock_ = -1;
};

}  // namespace runnel

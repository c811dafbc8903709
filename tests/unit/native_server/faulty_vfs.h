// A file layer for SQLite that goes to the system's, and fails when told to.
#pragma once

#include <string>

namespace runnel::test {

// How writes and syncs fail from the n-th on.
struct FileFault {
  enum class Kind { kNone, kNoSpace, kIoError, kShortWrite, kSyncError };
  Kind kind = Kind::kNone;
  int after = 0;  // so many more of them succeed first
};

// One at a time. While an object of this type exists, its name can be given to SqliteJournal.
class FaultyVfs {
 public:
  // `everywhere`: also where no name is given.
  explicit FaultyVfs(bool everywhere = false);
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  std::string name() const { return "faulty"; }
  void Break(FileFault fault);
  void Mend() { Break({}); }
};

}  // namespace runnel::test

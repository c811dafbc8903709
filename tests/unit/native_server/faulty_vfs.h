// A file layer for SQLite that goes to the system's, and fails when told to. It waits for no disk:
// syncs are noted and not passed on.
#pragma once

#include <filesystem>
#include <string>

namespace runnel::test {

// How writes and syncs fail from the n-th on.
struct FileFault {
  enum class Kind { kNone, kNoSpace, kIoError, kShortWrite, kSyncError, kPowerLoss };
  Kind kind = Kind::kNone;
  int after = 0;  // so many more of them succeed first
};

// What a disk has, after a power loss, of the writes to a file since its last sync.
enum class Unsynced {
  kLost,      // nothing
  kTorn,      // all, but of the last one only the first half
  kLastOnly,  // the last one: disks write in an order of their own
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

  // Whether a kPowerLoss has struck since Break.
  bool power_is_lost() const;
  // Copies the database in one folder to the other, as it is on the disk after the power loss that
  // has struck and is not mended. What was written before Break counts as synced.
  void CopyWhatIsLeft(const std::filesystem::path& from, const std::filesystem::path& to,
                      Unsynced unsynced) const;
};

}  // namespace runnel::test

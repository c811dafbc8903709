#include "tests/unit/native_server/faulty_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace runnel::test {
namespace {

std::atomic<FileFault::Kind> fault_kind = FileFault::Kind::kNone;
std::atomic<int> fault_after = 0;

// A file as the disk has it for sure, and what was written since.
struct Disk {
  std::string synced;
  std::vector<std::pair<std::size_t, std::string>> unsynced;  // places and bytes, in their order
};

// Those that were written to while a power loss was to come.
std::mutex disks_mutex;
std::map<std::string, Disk> disks;
bool power_lost = false;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Put(std::string& content, std::size_t place, std::string_view bytes) {
  content.resize(std::max(content.size(), place + bytes.size()));
  content.replace(place, bytes.size(), bytes);
}

sqlite3_vfs* SystemVfs() {
  static sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  return system;
}

// A file of ours, with the system's file right behind it.
struct File {
  sqlite3_file base;
  const char* name;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

// Whether the operation that is about to happen fails.
bool Fails(bool is_sync) {
  const FileFault::Kind kind = fault_kind;
  if (kind == FileFault::Kind::kNone) return false;
  if (kind != FileFault::Kind::kPowerLoss && is_sync != (kind == FileFault::Kind::kSyncError)) {
    return false;
  }
  return fault_after.fetch_sub(1) <= 0;
}

// Before the system's file is written to. The power fails with this write, or it does not.
void NoteWrite(sqlite3_file* file, std::string_view bytes, std::size_t place, bool fails) {
  if (fault_kind != FileFault::Kind::kPowerLoss) return;
  const std::lock_guard lock(disks_mutex);
  if (power_lost) return;
  power_lost = fails;
  const std::string name = reinterpret_cast<File*>(file)->name;
  const auto [entry, is_new] = disks.try_emplace(name);
  if (is_new) entry->second.synced = ReadAll(name);
  entry->second.unsynced.emplace_back(place, bytes);
}

void NoteSync(sqlite3_file* file, bool fails) {
  if (fault_kind != FileFault::Kind::kPowerLoss) return;
  const std::lock_guard lock(disks_mutex);
  power_lost = power_lost || fails;
  const auto entry = disks.find(reinterpret_cast<File*>(file)->name);
  if (power_lost || entry == disks.end()) return;
  Disk& disk = entry->second;
  for (const auto& [place, bytes] : disk.unsynced) Put(disk.synced, place, bytes);
  disk.unsynced.clear();
}

// A disk without power forgets nothing more; before, files are truncated at once.
bool NoteTruncate(sqlite3_file* file, std::size_t size) {
  const std::lock_guard lock(disks_mutex);
  if (power_lost) return false;
  const auto entry = disks.find(reinterpret_cast<File*>(file)->name);
  if (entry == disks.end()) return true;
  Disk& disk = entry->second;
  disk.synced.resize(std::min(disk.synced.size(), size));
  std::erase_if(disk.unsynced, [&](const auto& write) { return write.first >= size; });
  return true;
}

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const bool fails = Fails(false);
  NoteWrite(file, {static_cast<const char*>(bytes), static_cast<std::size_t>(count)},
            static_cast<std::size_t>(offset), fails);
  if (!fails) return Real(file)->pMethods->xWrite(Real(file), bytes, count, offset);
  if (fault_kind == FileFault::Kind::kShortWrite) {
    Real(file)->pMethods->xWrite(Real(file), bytes, count / 2, offset);
    return SQLITE_IOERR_WRITE;
  }
  return fault_kind == FileFault::Kind::kNoSpace ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int Sync(sqlite3_file* file, int) {
  const bool fails = Fails(true);
  NoteSync(file, fails);
  return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int Close(sqlite3_file* file) { return Real(file)->pMethods->xClose(Real(file)); }
int Read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  return Real(file)->pMethods->xRead(Real(file), bytes, count, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (!NoteTruncate(file, static_cast<std::size_t>(size))) return SQLITE_IOERR_TRUNCATE;
  return Real(file)->pMethods->xTruncate(Real(file), size);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) { return Real(file)->pMethods->xLock(Real(file), level); }
int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* reserved) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), reserved);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }
int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** map) {
  return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, map);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }
int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

constexpr sqlite3_io_methods kMethods = {2,
                                         Close,
                                         Read,
                                         Write,
                                         Truncate,
                                         Sync,
                                         FileSize,
                                         Lock,
                                         Unlock,
                                         CheckReservedLock,
                                         FileControl,
                                         SectorSize,
                                         DeviceCharacteristics,
                                         ShmMap,
                                         ShmLock,
                                         ShmBarrier,
                                         ShmUnmap,
                                         nullptr,
                                         nullptr};

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  reinterpret_cast<File*>(file)->name = name == nullptr ? "" : name;
  const int code = SystemVfs()->xOpen(SystemVfs(), name, Real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &kMethods;
  return code;
}

int Delete(sqlite3_vfs*, const char* name, int sync_folder) {
  {
    const std::lock_guard lock(disks_mutex);
    if (power_lost) return SQLITE_IOERR_DELETE;
    disks.erase(name);
  }
  return SystemVfs()->xDelete(SystemVfs(), name, sync_folder);
}

sqlite3_vfs vfs;

}  // namespace

FaultyVfs::FaultyVfs(bool everywhere) {
  Mend();
  vfs = *SystemVfs();
  vfs.szOsFile += static_cast<int>(sizeof(File));
  vfs.zName = "faulty";
  vfs.pNext = nullptr;
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  sqlite3_vfs_register(&vfs, everywhere ? 1 : 0);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&vfs); }

void FaultyVfs::Break(FileFault fault) {
  {
    const std::lock_guard lock(disks_mutex);
    disks.clear();
    power_lost = false;
  }
  fault_after = fault.after;
  fault_kind = fault.kind;
}

bool FaultyVfs::power_is_lost() const {
  const std::lock_guard lock(disks_mutex);
  return power_lost;
}

void FaultyVfs::CopyWhatIsLeft(const std::filesystem::path& from, const std::filesystem::path& to,
                               Unsynced unsynced) const {
  const std::lock_guard lock(disks_mutex);
  for (const char* const name : {"runnel.db", "runnel.db-wal"}) {
    const std::string path = from / name;
    if (!std::filesystem::exists(path)) continue;
    const auto entry = disks.find(path);
    std::string content = entry == disks.end() ? ReadAll(path) : entry->second.synced;
    const auto writes = entry == disks.end() ? decltype(Disk::unsynced)() : entry->second.unsynced;
    for (std::size_t i = 0; i < writes.size() && unsynced != Unsynced::kLost; ++i) {
      const auto& [place, bytes] = writes[i];
      const bool last = i + 1 == writes.size();
      if (unsynced == Unsynced::kTorn) {
        Put(content, place,
            std::string_view(bytes).substr(0, last ? bytes.size() / 2 : bytes.npos));
      } else if (last) {
        Put(content, place, bytes);
      }
    }
    std::ofstream(to / name, std::ios::binary) << content;
  }
}

}  // namespace runnel::test

#include "tests/unit/native_server/faulty_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace runnel::test {
namespace {

std::atomic<FileFault::Kind> fault_kind = FileFault::Kind::kNone;
std::atomic<int> fault_after = 0;

sqlite3_vfs* SystemVfs() {
  static sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  return system;
}

// A file of ours, with the system's file right behind it.
struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

// Whether the operation that is about to happen fails.
bool Fails(bool is_sync) {
  const FileFault::Kind kind = fault_kind;
  if (kind == FileFault::Kind::kNone) return false;
  if (is_sync != (kind == FileFault::Kind::kSyncError)) return false;
  return fault_after.fetch_sub(1) <= 0;
}

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (!Fails(false)) return Real(file)->pMethods->xWrite(Real(file), bytes, count, offset);
  if (fault_kind == FileFault::Kind::kShortWrite) {
    Real(file)->pMethods->xWrite(Real(file), bytes, count / 2, offset);
    return SQLITE_IOERR_WRITE;
  }
  return fault_kind == FileFault::Kind::kNoSpace ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int Sync(sqlite3_file* file, int flags) {
  if (Fails(true)) return SQLITE_IOERR_FSYNC;
  return Real(file)->pMethods->xSync(Real(file), flags);
}

int Close(sqlite3_file* file) { return Real(file)->pMethods->xClose(Real(file)); }
int Read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  return Real(file)->pMethods->xRead(Real(file), bytes, count, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
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
  const int code = SystemVfs()->xOpen(SystemVfs(), name, Real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &kMethods;
  return code;
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
  sqlite3_vfs_register(&vfs, everywhere ? 1 : 0);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&vfs); }

void FaultyVfs::Break(FileFault fault) {
  fault_after = fault.after;
  fault_kind = fault.kind;
}

}  // namespace runnel::test

// How snapshots leave and enter an emulator: in parts, because they can be larger than a message.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// Implemented by the engine. One export and one import can be under way; beginning another gives up
// the one before.
class SnapshotParts {
 public:
  virtual ~SnapshotParts() = default;

  struct Part {
    std::string bytes;
    bool last = false;
    bool there_is_none = false;  // no export is under way
    bool failed = false;         // records could not be read; the export has ended
  };
  // The next part of an export. `first` begins one, of everything there is at that moment.
  virtual Part NextPart(bool first) = 0;

  // Takes the next part of an import; with the last one the emulator becomes what it holds, if
  // nothing is wrong. Returns what is wrong, in words; the import is given up then, and nothing has
  // changed.
  virtual std::string TakePart(std::string_view part, bool first, bool last) = 0;
};

}  // namespace runnel

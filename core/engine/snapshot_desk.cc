#include "core/engine/snapshot_desk.h"

namespace runnel {
namespace {

// In base64 it still fits the largest request.
constexpr std::size_t kPartBytes = 4 * 1024 * 1024;

}  // namespace

SnapshotParts::Part SnapshotDesk::NextPart(bool first) {
  if (first) export_.emplace(changes_(), state_);
  Part part;
  part.there_is_none = !export_;
  if (!export_) return part;
  part.bytes = export_->Next(kPartBytes);
  part.last = export_->finished();
  part.failed = export_->failed();
  if (part.last || part.failed) export_.reset();
  return part;
}

std::string SnapshotDesk::TakePart(std::string_view part, bool first, bool last) {
  if (first) import_ = std::make_unique<Import>();
  if (!import_) return "no import is under way: begin with its first part";
  Import& import = *import_;
  std::string wrong = import.reader.Feed(
      part, [&import](const JournalEntry& entry) { return import.replay.Take(entry); });
  if (wrong.empty() && last && !import.reader.complete()) wrong = "it is cut: its end is missing";
  if (wrong.empty() && last) wrong = import.replay.Finish();
  if (!wrong.empty()) import_.reset();
  return wrong;
}

}  // namespace runnel

// The emulator's own operations ExportSnapshot and ImportSnapshot. The bytes are described in
// core/engine/snapshot.h.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/operation.h"
#include "core/operations/snapshot_parts.h"

namespace runnel {
namespace {

struct ExportSnapshotInput {
  std::optional<bool> continues;
};
constexpr Member kExportInput[] = {
    Field<&ExportSnapshotInput::continues>("Continue", shapes::kBoolean),
};

struct ExportSnapshotOutput {
  std::optional<std::string> part;
  std::optional<bool> last;
};
constexpr Member kExportOutput[] = {
    Field<&ExportSnapshotOutput::part>("Part", shapes::kData).Required(),
    Field<&ExportSnapshotOutput::last>("Last", shapes::kBoolean).Required(),
};

Result<ExportSnapshotOutput> ExportSnapshot(Context& context, const ExportSnapshotInput& input) {
  SnapshotParts::Part part = context.snapshots->NextPart(!input.continues.value_or(false));
  if (part.there_is_none) {
    return error::ControlArgument("No export is under way: call ExportSnapshot without Continue.");
  }
  if (part.failed) return error::RecordsNotReadable();
  return ExportSnapshotOutput{std::move(part.bytes), part.last};
}

struct ImportSnapshotInput {
  std::optional<std::string> part;
  std::optional<bool> continues;
  std::optional<bool> last;
};
constexpr Member kImportInput[] = {
    Field<&ImportSnapshotInput::part>("Part", shapes::kData).Required(),
    Field<&ImportSnapshotInput::continues>("Continue", shapes::kBoolean),
    Field<&ImportSnapshotInput::last>("Last", shapes::kBoolean),
};

Result<NoOutput> ImportSnapshot(Context& context, const ImportSnapshotInput& input) {
  const bool last = input.last.value_or(false);
  const std::string wrong =
      context.snapshots->TakePart(*input.part, !input.continues.value_or(false), last);
  if (!wrong.empty()) {
    return error::ControlArgument("The snapshot cannot be imported: " + wrong +
                                  ". Nothing has changed.");
  }
  context.control.import = last;
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kExportSnapshot =
    DefineOperation<ExportSnapshotInput, ExportSnapshotOutput, ExportSnapshot>(
        "ExportSnapshot", kExportInput, kExportOutput);
extern constexpr Operation kImportSnapshot =
    DefineOperation<ImportSnapshotInput, ImportSnapshot>("ImportSnapshot", kImportInput);

}  // namespace runnel

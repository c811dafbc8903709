// ListExports and ListImports.
// Source: integrations 6.2.
#include "core/api/stack_errors.h"
#include "core/integrations/cloudformation/change_plan.h"
#include "core/integrations/cloudformation/stack_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

namespace cf = cloudformation;

struct ListExportsInput {
  std::optional<std::string> next_token;
};
constexpr Member kExportsInput[] = {
    Field<&ListExportsInput::next_token>("NextToken", shapes::kText),
};
struct ExportDescription {
  std::string exporting_stack_id;
  std::string name;
  std::string value;
};
constexpr Member kExportMembers[] = {
    Field<&ExportDescription::exporting_stack_id>("ExportingStackId", shapes::kText),
    Field<&ExportDescription::name>("Name", shapes::kText),
    Field<&ExportDescription::value>("Value", shapes::kText),
};
constexpr Shape kExport = StructureShape(kExportMembers);
constexpr Shape kExports = ListShape<ExportDescription>(kExport);
struct ListExportsOutput {
  std::vector<ExportDescription> exports;
};
constexpr Member kExportsOutput[] = {
    Field<&ListExportsOutput::exports>("Exports", kExports),
};

Result<ListExportsOutput> ListExports(Context& context, const ListExportsInput&) {
  ListExportsOutput output;
  for (const auto& [uid, stack] : context.state.stacks()) {
    if (stack.scope != context.caller || stack.deleted()) continue;
    for (const StackOutput& exported : stack.outputs) {
      if (exported.export_name.empty()) continue;
      output.exports.push_back({stack.id, exported.export_name, exported.value});
    }
  }
  return output;
}

struct ListImportsInput {
  std::optional<std::string> export_name;
  std::optional<std::string> next_token;
};
constexpr Member kImportsInput[] = {
    Field<&ListImportsInput::export_name>("ExportName", shapes::kText).Required(),
    Field<&ListImportsInput::next_token>("NextToken", shapes::kText),
};
struct ListImportsOutput {
  std::vector<std::string> imports;
};
constexpr Member kImportsOutput[] = {
    Field<&ListImportsOutput::imports>("Imports", cf::stack_shapes::kTexts),
};

Result<ListImportsOutput> ListImports(Context& context, const ListImportsInput& input) {
  ListImportsOutput output{cf::ImportersOf(context.state, context.caller, *input.export_name)};
  if (output.imports.empty()) return error::ExportNotImported(*input.export_name);
  return output;
}

}  // namespace

extern constexpr Operation kListExports =
    DefineOperation<ListExportsInput, ListExportsOutput, ListExports>("ListExports", kExportsInput,
                                                                      kExportsOutput);
extern constexpr Operation kListImports =
    DefineOperation<ListImportsInput, ListImportsOutput, ListImports>("ListImports", kImportsInput,
                                                                      kImportsOutput);

}  // namespace runnel

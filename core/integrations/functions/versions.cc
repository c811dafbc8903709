// PublishVersion and ListVersionsByFunction.
// Source: integrations 4.4.
#include "core/api/function_errors.h"
#include "core/base/uuid.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct PublishVersionInput {
  std::optional<std::string> function_name;
  std::optional<std::string> code_sha256;
  std::optional<std::string> description;
  std::optional<std::string> revision_id;
};
constexpr Member kPublishInput[] = {
    Field<&PublishVersionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&PublishVersionInput::code_sha256>("CodeSha256", shapes::kText),
    Field<&PublishVersionInput::description>("Description", function_shapes::kDescription),
    Field<&PublishVersionInput::revision_id>("RevisionId", shapes::kText),
};

Result<FunctionOutput> PublishVersion(Context& context, const PublishVersionInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  const auto may = CheckMayChange(context, **found, input.revision_id);
  if (!may) return may.error();
  const std::string& sha256 = (*found)->latest.code ? (*found)->latest.code->sha256 : std::string();
  if (input.code_sha256 && *input.code_sha256 != sha256) {
    return error::CodeSha256Differs(*input.code_sha256, sha256);
  }
  Function function = **found;
  const std::int32_t number = Publish(context, function, input.description);
  FunctionOutput output = FunctionOutput::OfVersion(function, number, context.now);
  context.Emit(FunctionPut{std::move(function)});
  return output;
}

struct ListVersionsInput {
  std::optional<std::string> function_name;
  std::optional<std::string> marker;
  std::optional<std::int32_t> max_items;
};
constexpr Member kListInput[] = {
    Field<&ListVersionsInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&ListVersionsInput::marker>("Marker", shapes::kText),
    Field<&ListVersionsInput::max_items>("MaxItems", shapes::kPageLimit),
};

struct ListVersionsOutput {
  std::vector<FunctionOutput> versions;
  std::optional<std::string> next_marker;
};
constexpr Member kListOutput[] = {
    Field<&ListVersionsOutput::versions>("Versions", function_shapes::kOutputList),
    Field<&ListVersionsOutput::next_marker>("NextMarker", shapes::kText),
};

// "$LATEST" first. A marker is the version that comes next.
Result<ListVersionsOutput> ListVersions(Context& context, const ListVersionsInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  const Function& function = **found;
  std::vector<FunctionOutput> all = {FunctionOutput::Of(function, context.now)};
  all.front().function_arn.append(":").append(kLatestVersion);
  for (const auto& [number, version] : function.versions) {
    all.push_back(FunctionOutput::OfVersion(function, number, context.now));
  }
  const auto left = static_cast<std::size_t>(input.max_items.value_or(50));
  bool begun = !input.marker;
  ListVersionsOutput output;
  for (FunctionOutput& version : all) {
    begun = begun || version.version == *input.marker;
    if (!begun) continue;
    if (output.versions.size() == left) {
      output.next_marker = version.version;
      break;
    }
    output.versions.push_back(std::move(version));
  }
  return output;
}

}  // namespace

extern constexpr Operation kPublishVersion =
    DefineOperation<PublishVersionInput, FunctionOutput, PublishVersion>(
        "PublishVersion", kPublishInput, function_shapes::kOutputMembers);
extern constexpr Operation kListVersionsByFunction =
    DefineOperation<ListVersionsInput, ListVersionsOutput, ListVersions>("ListVersionsByFunction",
                                                                         kListInput, kListOutput);

}  // namespace runnel

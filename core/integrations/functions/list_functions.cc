// Source: integrations 4.4.
#include "core/integrations/functions/function_output.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::int32_t kPageDefault = 50;

struct ListFunctionsInput {
  std::optional<std::string> function_version;
  std::optional<std::string> marker;
  std::optional<std::int32_t> max_items;
};
constexpr std::array<std::string_view, 1> kVersions = {"ALL"};
constexpr Shape kVersion = EnumShape(kVersions);
constexpr Member kInput[] = {
    Field<&ListFunctionsInput::function_version>("FunctionVersion", kVersion),
    Field<&ListFunctionsInput::marker>("Marker", shapes::kText),
    Field<&ListFunctionsInput::max_items>("MaxItems", shapes::kPageLimit),
};

struct ListFunctionsOutput {
  std::vector<FunctionOutput> functions;
  std::optional<std::string> next_marker;
};
constexpr Member kOutput[] = {
    Field<&ListFunctionsOutput::functions>("Functions", function_shapes::kOutputList),
    Field<&ListFunctionsOutput::next_marker>("NextMarker", shapes::kText),
};

// A marker is the name of the function that comes next.
Result<ListFunctionsOutput> ListFunctions(Context& context, const ListFunctionsInput& input) {
  const auto& functions = context.state.AccountIn(context.caller).functions;
  const auto left = static_cast<std::size_t>(input.max_items.value_or(kPageDefault));
  ListFunctionsOutput output;
  for (auto next = functions.lower_bound(input.marker.value_or(std::string()));
       next != functions.end(); ++next) {
    if (output.functions.size() == left) {
      output.next_marker = next->first;
      break;
    }
    FunctionOutput function = FunctionOutput::Of(next->second, context.now);
    if (input.function_version) function.function_arn.append(":").append(kLatestVersion);
    output.functions.push_back(std::move(function));
    if (!input.function_version) continue;
    for (const auto& [number, version] : next->second.versions) {
      output.functions.push_back(FunctionOutput::OfVersion(next->second, number, context.now));
    }
  }
  return output;
}

}  // namespace

extern constexpr Operation kListFunctions =
    DefineOperation<ListFunctionsInput, ListFunctionsOutput, ListFunctions>("ListFunctions", kInput,
                                                                            kOutput);

}  // namespace runnel

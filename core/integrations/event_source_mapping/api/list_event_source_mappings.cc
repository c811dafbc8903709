// Source: integrations 1.1.

#include "core/api/mapping_errors.h"
#include "core/base/base64.h"
#include "core/base/whole_number.h"
#include "core/integrations/event_source_mapping/api/mapping_shapes.h"
#include "core/model/function_name.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr std::size_t kPageMax = 100;

struct ListMappingsInput {
  std::optional<std::string> event_source_arn;
  std::optional<std::string> function_name;
  std::optional<std::string> marker;
  std::optional<std::int32_t> max_items;
};
constexpr Member kInput[] = {
    Field<&ListMappingsInput::event_source_arn>("EventSourceArn", shapes::kText),
    Field<&ListMappingsInput::function_name>("FunctionName", mapping_shapes::kFunctionName),
    Field<&ListMappingsInput::marker>("Marker", shapes::kText),
    Field<&ListMappingsInput::max_items>("MaxItems", shapes::kPageLimit),
};

struct ListMappingsOutput {
  std::vector<MappingOutput> mappings;
  std::optional<std::string> next_marker;
};
constexpr Shape kMappingList = ListShape<MappingOutput>(mapping_shapes::kOutput);
constexpr Member kOutput[] = {
    Field<&ListMappingsOutput::mappings>("EventSourceMappings", kMappingList),
    Field<&ListMappingsOutput::next_marker>("NextMarker", shapes::kText),
};

// A marker names the last mapping of a page.
std::string MarkerOf(MappingUid uid) {
  std::string marker;
  AppendBase64(std::to_string(uid.value), marker);
  return marker;
}

std::optional<MappingUid> ReadMarker(std::string_view marker) {
  std::string digits;
  if (DecodeBase64(marker, digits)) return std::nullopt;
  const auto value = ReadWholeNumber<decltype(MappingUid::value)>(digits);
  return value ? std::optional(MappingUid{*value}) : std::nullopt;
}

// The name of the function alone, whatever version the text names.
std::string PlainArn(std::string_view text, const Scope& caller) {
  auto function = FunctionName::Parse(text, caller);
  if (!function) return {};
  function->qualifier.clear();
  return function->Arn();
}

bool IsAsked(const EventSourceMapping& mapping, const ListMappingsInput& input,
             const Scope& caller) {
  if (mapping.scope != caller || mapping.configuration.pipe) return false;
  const MappingConfiguration& configuration = mapping.configuration;
  if (input.event_source_arn && configuration.event_source_arn != *input.event_source_arn) {
    return false;
  }
  if (!input.function_name) return true;
  const auto asked = FunctionName::Parse(*input.function_name, caller);
  if (!asked) return false;
  if (!asked->qualifier.empty()) return configuration.function_arn == asked->Arn();
  return PlainArn(configuration.function_arn, caller) == asked->Arn();
}

Result<ListMappingsOutput> ListEventSourceMappings(Context& context,
                                                   const ListMappingsInput& input) {
  MappingUid after;
  if (input.marker) {
    const auto read = ReadMarker(*input.marker);
    if (!read) return error::InvalidMarker();
    after = *read;
  }
  const std::size_t page =
      std::min(kPageMax, static_cast<std::size_t>(input.max_items.value_or(kPageMax)));
  ListMappingsOutput output;
  MappingUid last;
  for (const auto& [uid, mapping] : context.state.mappings()) {
    if (uid <= after || !IsAsked(mapping, input, context.caller)) continue;
    if (output.mappings.size() == page) {
      output.next_marker = MarkerOf(last);
      break;
    }
    output.mappings.push_back(MappingOutput::Of(mapping));
    last = uid;
  }
  return output;
}

}  // namespace

extern constexpr Operation kListEventSourceMappings =
    DefineOperation<ListMappingsInput, ListMappingsOutput, ListEventSourceMappings>(
        "ListEventSourceMappings", kInput, kOutput);

}  // namespace runnel

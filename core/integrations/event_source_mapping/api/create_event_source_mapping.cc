// Source: integrations 1.2 to 1.6.
#include "core/api/mapping_errors.h"
#include "core/base/uuid.h"
#include "core/integrations/event_source_mapping/api/mapping_input.h"
#include "core/integrations/event_source_mapping/mapping_start.h"
#include "core/model/arn.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kOwnInput[] = {
    Field<&MappingInput::event_source_arn>("EventSourceArn", shapes::kText),
    Field<&MappingInput::function_name>("FunctionName", mapping_shapes::kFunctionName).Required(),
    Field<&MappingInput::starting_position>("StartingPosition", mapping_shapes::kPosition),
    Field<&MappingInput::starting_position_timestamp>("StartingPositionTimestamp",
                                                      shapes::kTimestamp),
    Field<&MappingInput::tags>("Tags", mapping_shapes::kTags),
};
constexpr auto kInput = JoinMembers(kOwnInput, mapping_shapes::kSettings);

MappingStart StartOf(std::string_view text) {
  if (text == "LATEST") return MappingStart::kLatest;
  return text == "AT_TIMESTAMP" ? MappingStart::kAtTimestamp : MappingStart::kTrimHorizon;
}

Result<void> CheckStart(const Context& context, const MappingInput& input) {
  if (!input.starting_position) return error::StartingPositionMissing();
  const bool at_timestamp = *input.starting_position == "AT_TIMESTAMP";
  if (at_timestamp && !input.starting_position_timestamp) return error::StartingTimestampMissing();
  if (!at_timestamp && input.starting_position_timestamp) {
    return error::StartingTimestampSuperfluous();
  }
  if (at_timestamp && *input.starting_position_timestamp > context.now) {
    return error::StartingTimestampInFuture();
  }
  return {};
}

Result<const Stream*> FindSource(const Context& context, const std::string& text) {
  const auto arn = ParseResourceArn(text);
  const auto* const consumer = arn ? std::get_if<ConsumerArn>(&*arn) : nullptr;
  const auto* const plain = arn ? std::get_if<StreamArn>(&*arn) : nullptr;
  if (consumer == nullptr && plain == nullptr) return error::UnrecognizedEventSource();
  const StreamArn& named = consumer != nullptr ? consumer->stream : *plain;
  const Stream* const stream = context.state.FindStream(named.scope, named.stream.text());
  if (stream == nullptr) return error::MappedStreamMissing(text);
  if (consumer != nullptr && context.state.FindConsumer(*consumer) == nullptr) {
    return error::MappedConsumerMissing(text);
  }
  return stream;
}

Result<MappingOutput> CreateEventSourceMapping(Context& context, const MappingInput& input) {
  const std::string source = input.event_source_arn.value_or(std::string());
  if (!ParseResourceArn(source)) return error::UnrecognizedEventSource();
  if (const auto checked = CheckMappingSettings(input); !checked) return checked.error();
  if (const auto checked = CheckStart(context, input); !checked) return checked.error();
  const auto function = FindMappingFunction(context, *input.function_name);
  if (!function) return function.error();
  const auto stream = FindSource(context, source);
  if (!stream) return stream.error();

  MappingCreated created;
  MappingConfiguration& configuration = created.configuration;
  configuration.event_source_arn = source;
  configuration.function_arn = function->Arn();
  configuration.start = StartOf(*input.starting_position);
  configuration.start_timestamp = input.starting_position_timestamp;
  ApplyMappingSettings(input, configuration);
  if (const auto checked = CheckNoOther(context, configuration, *function, MappingUid());
      !checked) {
    return checked.error();
  }
  created.uid = context.state.next_mapping_uid();
  created.scope = context.caller;
  created.uuid = RandomUuid(context.random);
  created.enabled = input.enabled.value_or(true);
  created.at = context.now;
  created.tags = input.tags.value_or(TagMap());
  created.stream = (*stream)->uid;
  created.shards = StartingProgress(**stream, configuration);
  created.due = context.now + context.settings.event_source_mapping_delay;
  EventSourceMapping mapping;
  mapping.scope = created.scope;
  mapping.uuid = created.uuid;
  mapping.configuration = configuration;
  mapping.last_modified = created.at;
  context.Emit(std::move(created));
  return MappingOutput::Of(mapping);
}

}  // namespace

extern constexpr Operation kCreateEventSourceMapping =
    DefineOperation<MappingInput, MappingOutput, CreateEventSourceMapping>(
        "CreateEventSourceMapping", kInput, mapping_shapes::kOutputMembers);

}  // namespace runnel

// Source: integrations 3.1 to 3.4.
#include "core/base/uuid.h"
#include "core/integrations/event_source_mapping/mapping_start.h"
#include "core/integrations/pipes/api/pipe_input.h"
#include "core/integrations/pipes/api/pipe_output.h"
#include "core/integrations/pipes/pipe_errors.h"
#include "core/model/arn.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kOwnInput[] = {
    Field<&PipeInput::source>("Source", pipe_shapes::kArn).Required(),
    Field<&PipeInput::target>("Target", pipe_shapes::kArn).Required(),
    Field<&PipeInput::tags>("Tags", pipe_shapes::kTags),
};
constexpr auto kInput = JoinMembers(kOwnInput, pipe_shapes::kSettings);

Result<const Stream*> FindSource(const Context& context, const std::string& text) {
  const auto arn = ParseResourceArn(text);
  const auto* const consumer = arn ? std::get_if<ConsumerArn>(&*arn) : nullptr;
  const auto* const plain = arn ? std::get_if<StreamArn>(&*arn) : nullptr;
  if (consumer == nullptr && plain == nullptr) {
    return error::PipeInvalid("Source " + text +
                              " is not supported here; a Kinesis stream or consumer is.");
  }
  const StreamArn& named = consumer != nullptr ? consumer->stream : *plain;
  const Stream* const stream = context.state.FindStream(named.scope, named.stream.text());
  const bool consumer_missing =
      consumer != nullptr && context.state.FindConsumer(*consumer) == nullptr;
  if (stream == nullptr || consumer_missing) return error::PipeResourceNotFound(text);
  return stream;
}

Result<PipeOutput> CreatePipe(Context& context, const PipeInput& input) {
  if (FindPipe(context, *input.name)) return error::PipeExists(*input.name);
  MappingCreated created;
  MappingConfiguration& configuration = created.configuration;
  configuration.event_source_arn = *input.source;
  configuration.function_arn = PipeArn(context.caller, *input.name);
  configuration.pipe.emplace();
  configuration.pipe->name = *input.name;
  configuration.pipe->created_at = context.now;
  const auto applied = ApplyPipeInput(input, context.caller, configuration);
  if (!applied) return applied.error();
  const auto stream = FindSource(context, *input.source);
  if (!stream) return stream.error();
  if ((*stream)->arn.ToString() == configuration.pipe->target) {
    return error::PipeInvalid("Target is the stream of the Source: the pipe would never end.");
  }
  created.uid = context.state.next_mapping_uid();
  created.scope = context.caller;
  created.uuid = RandomUuid(context.random);
  created.enabled = input.desired_state.value_or("RUNNING") == "RUNNING";
  created.at = context.now;
  created.tags = input.tags.value_or(TagMap());
  created.stream = (*stream)->uid;
  created.shards = StartingProgress(**stream, configuration);
  created.due = context.now + context.settings.event_source_mapping_delay;
  EventSourceMapping pipe;
  pipe.scope = created.scope;
  pipe.configuration = configuration;
  pipe.enabled = created.enabled;
  pipe.last_modified = created.at;
  context.Emit(std::move(created));
  return PipeOutput::Of(pipe);
}

}  // namespace

extern constexpr Operation kCreatePipe =
    DefineOperation<PipeInput, PipeOutput, CreatePipe>("CreatePipe", kInput, pipe_shapes::kOutput);

}  // namespace runnel

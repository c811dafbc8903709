#include "core/integrations/pipes/api/pipe_output.h"

#include "core/integrations/pipes/api/pipe_input.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

template <class T>
std::optional<T> Read(const Shape& shape, const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::optional<T> value(std::in_place);
  ShapeReader reader(&shape, &*value);
  json::Read(text, reader);
  return value;
}

std::optional<std::string> StateReasonOf(const EventSourceMapping& pipe) {
  constexpr std::string_view kProblem = "PROBLEM: ";
  const std::string_view result = pipe.last_processing_result;
  if (!result.starts_with(kProblem)) return std::nullopt;
  std::string reason(result.substr(kProblem.size()));
  // AWS: it says so of a pipe, although here it goes on with a stream of that name.
  if (reason == "Stream not found") {
    reason += ". To resume processing please delete the pipe and create a new one.";
  }
  return reason;
}

}  // namespace

PipeOutput PipeOutput::Of(const EventSourceMapping& pipe) {
  PipeOutput output;
  output.name = pipe.configuration.pipe->name;
  output.arn = PipeArn(pipe.scope, output.name);
  output.desired_state = pipe.enabled ? "RUNNING" : "STOPPED";
  output.current_state = PipeStateOf(pipe);
  if (pipe.state == MappingState::kDeleting) output.desired_state = "DELETED";
  output.creation_time = pipe.configuration.pipe->created_at;
  output.last_modified_time = pipe.last_modified;
  return output;
}

PipeOutput PipeOutput::Listed(const EventSourceMapping& pipe) {
  PipeOutput output = Of(pipe);
  output.state_reason = StateReasonOf(pipe);
  output.source = pipe.configuration.event_source_arn;
  output.target = pipe.configuration.pipe->target;
  const std::string& enrichment = pipe.configuration.pipe->enrichment;
  if (!enrichment.empty()) output.enrichment = enrichment;
  return output;
}

PipeOutput PipeOutput::Whole(const EventSourceMapping& pipe) {
  PipeOutput output = Listed(pipe);
  const PipeSettings& settings = *pipe.configuration.pipe;
  output.description = settings.description;
  output.role_arn = settings.role_arn;
  output.source_parameters =
      Read<PipeSourceParameters>(pipe_shapes::kSource, settings.source_parameters);
  output.enrichment_parameters =
      Read<PipeEnrichmentParameters>(pipe_shapes::kEnrichment, settings.enrichment_parameters);
  output.target_parameters =
      Read<PipeTargetParameters>(pipe_shapes::kTarget, settings.target_parameters);
  if (!pipe.tags.empty()) output.tags = pipe.tags;
  output.log_configuration =
      Read<PipeLogConfiguration>(pipe_shapes::kLog, settings.log_configuration);
  output.kms_key_identifier = settings.kms_key_identifier;
  return output;
}

}  // namespace runnel

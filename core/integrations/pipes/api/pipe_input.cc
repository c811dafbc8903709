#include "core/integrations/pipes/api/pipe_input.h"

#include <algorithm>

#include "core/integrations/event_filter/event_pattern.h"
#include "core/integrations/pipes/pipe_errors.h"
#include "core/integrations/pipes/pipe_plan.h"
#include "core/model/arn.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

using pipes::PlaceKind;

// AWS: what the poller adds is not there yet when records are filtered.
constexpr std::string_view kUnfiltered[] = {"awsRegion",         "eventSource",   "eventSourceARN",
                                            "eventVersion",      "eventID",       "eventName",
                                            "invokeIdentityArn", "eventSourceKey"};

Error Invalid(std::string text) { return error::PipeInvalid(std::move(text)); }

template <class T>
T Read(const Shape& shape, const std::string& text) {
  T value;
  ShapeReader reader(&shape, &value);
  if (!text.empty()) json::Read(text, reader);
  return value;
}

template <class T>
std::string Written(const Shape& shape, const T& value) {
  std::string text;
  json::Write(shape, &value, text);
  return text;
}

// What an ARN says of the region: the fourth part.
std::string_view RegionOf(std::string_view arn) {
  for (int colons = 0; colons < 3; ++colons) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

Result<void> CheckPatterns(const std::vector<std::string>& patterns) {
  std::string fault;
  for (const std::string& text : patterns) {
    const auto pattern = EventPattern::Parse(text, fault);
    if (!pattern) return Invalid("Event pattern is not valid. Reason: " + fault);
    for (const std::string_view member : kUnfiltered) {
      if (pattern->AsksFor(std::string(member))) {
        return Invalid("Event pattern is not valid. Reason: " + std::string(member) +
                       " cannot be used in a filter");
      }
    }
  }
  return {};
}

MappingStart StartOf(std::string_view text) {
  if (text == "LATEST") return MappingStart::kLatest;
  return text == "AT_TIMESTAMP" ? MappingStart::kAtTimestamp : MappingStart::kTrimHorizon;
}

// What is left out of the block goes back to its default.
void ApplyStream(const PipeStreamSource& stream, std::int32_t default_batch,
                 MappingConfiguration& configuration) {
  configuration.batch_size = stream.batch_size.value_or(default_batch);
  configuration.batching_window_seconds = stream.maximum_batching_window_in_seconds.value_or(0);
  configuration.parallelization_factor = stream.parallelization_factor.value_or(1);
  configuration.record_age_seconds = stream.maximum_record_age_in_seconds.value_or(-1);
  configuration.retry_attempts = stream.maximum_retry_attempts.value_or(-1);
  configuration.bisects = stream.on_partial_batch_item_failure.has_value();
  const auto& dead_letters = stream.dead_letter_config;
  configuration.on_failure_destination =
      dead_letters ? dead_letters->arn.value_or(std::string()) : std::string();
}

// The most events that both ends take at once; nullopt: as many as there are.
std::optional<std::int32_t> BatchMax(const PipeSettings& pipe) {
  auto most = pipes::BatchMaxOf(pipes::KindOf(pipe.target));
  if (pipes::KindOf(pipe.enrichment) == PlaceKind::kApiDestination) most = 1;
  return most;
}

Result<void> ApplySource(const PipeInput& input, MappingConfiguration& configuration) {
  PipeSettings& pipe = *configuration.pipe;
  auto source = Read<PipeSourceParameters>(pipe_shapes::kSource, pipe.source_parameters);
  PipeStreamSource stream = source.stream.value_or(PipeStreamSource());
  const std::optional<std::string> position = stream.starting_position;
  const std::optional<Timestamp> position_timestamp = stream.starting_position_timestamp;
  if (input.source_parameters && input.source_parameters->stream) {
    stream = *input.source_parameters->stream;
    if (position) {
      stream.starting_position = position;
      stream.starting_position_timestamp = position_timestamp;
    }
  }
  source.stream = stream;
  if (input.source_parameters && input.source_parameters->filter_criteria) {
    source.filter_criteria = input.source_parameters->filter_criteria;
    configuration.filter_patterns.clear();
    for (const PipeFilter& filter :
         source.filter_criteria->filters.value_or(std::vector<PipeFilter>())) {
      configuration.filter_patterns.push_back(filter.pattern.value_or(""));
    }
    if (configuration.filter_patterns.empty()) source.filter_criteria.reset();
  }
  if (auto checked = CheckPatterns(configuration.filter_patterns); !checked) return checked;
  const std::optional<std::int32_t> most = BatchMax(pipe);
  if (most && stream.batch_size && *stream.batch_size > *most) {
    return Invalid("BatchSize " + std::to_string(*stream.batch_size) +
                   " is more than the target takes at once: at most " + std::to_string(*most) +
                   " here.");
  }
  if (!stream.starting_position) {
    return Invalid("KinesisStreamParameters.StartingPosition is required for a Kinesis source.");
  }
  configuration.start = StartOf(*stream.starting_position);
  configuration.start_timestamp = stream.starting_position_timestamp;
  const bool at_timestamp = configuration.start == MappingStart::kAtTimestamp;
  if (at_timestamp != configuration.start_timestamp.has_value()) {
    return Invalid(at_timestamp ? "StartingPositionTimestamp is required with AT_TIMESTAMP."
                                : "StartingPositionTimestamp is for AT_TIMESTAMP only.");
  }
  constexpr std::int32_t kBatchDefault = 100;
  ApplyStream(stream, std::min(kBatchDefault, most.value_or(kBatchDefault)), configuration);
  pipe.source_parameters = Written(pipe_shapes::kSource, source);
  return {};
}

void ApplyParameters(const PipeInput& input, PipeSettings& pipe) {
  const auto replace = [](const auto& given, auto& kept) {
    if (given) kept = given;
  };
  if (input.enrichment_parameters) {
    auto kept =
        Read<PipeEnrichmentParameters>(pipe_shapes::kEnrichment, pipe.enrichment_parameters);
    replace(input.enrichment_parameters->input_template, kept.input_template);
    replace(input.enrichment_parameters->http, kept.http);
    if (kept.input_template && kept.input_template->empty()) kept.input_template.reset();
    pipe.enrichment_parameters = Written(pipe_shapes::kEnrichment, kept);
  }
  if (input.target_parameters) {
    auto kept = Read<PipeTargetParameters>(pipe_shapes::kTarget, pipe.target_parameters);
    replace(input.target_parameters->input_template, kept.input_template);
    replace(input.target_parameters->function, kept.function);
    replace(input.target_parameters->stream, kept.stream);
    replace(input.target_parameters->http, kept.http);
    replace(input.target_parameters->logs, kept.logs);
    if (kept.input_template && kept.input_template->empty()) kept.input_template.reset();
    pipe.target_parameters = Written(pipe_shapes::kTarget, kept);
  }
  if (input.log_configuration) {
    pipe.log_configuration = Written(pipe_shapes::kLog, *input.log_configuration);
  }
}

Result<void> CheckPlaces(const PipeSettings& pipe, const std::string& source, const Scope& scope) {
  const PlaceKind target = pipes::KindOf(pipe.target);
  if (target == PlaceKind::kNone) {
    return Invalid("Target " + pipe.target +
                   " is not supported here; a Lambda function, a Kinesis stream, a CloudWatch "
                   "Logs group or an API destination is.");
  }
  const PlaceKind enrichment = pipes::KindOf(pipe.enrichment);
  const bool enriches =
      enrichment == PlaceKind::kFunction || enrichment == PlaceKind::kApiDestination;
  if (!pipe.enrichment.empty() && !enriches) {
    return Invalid("Enrichment " + pipe.enrichment +
                   " is not supported here; a Lambda function or an API destination is.");
  }
  const std::string& region = scope.region.text();
  const bool across = RegionOf(source) != region || RegionOf(pipe.target) != region ||
                      (enriches && RegionOf(pipe.enrichment) != region);
  if (across) return error::PipeAcrossRegions();
  const auto parameters = Read<PipeTargetParameters>(pipe_shapes::kTarget, pipe.target_parameters);
  const bool has_key = parameters.stream && !parameters.stream->partition_key.value_or("").empty();
  if (target == PlaceKind::kStream && !has_key) {
    return Invalid("KinesisStreamParameters.PartitionKey is required for a Kinesis target.");
  }
  return {};
}

}  // namespace

std::string PipeArn(const Scope& scope, std::string_view name) {
  return "arn:aws:pipes:" + scope.region.text() + ":" + scope.account.text() + ":pipe/" +
         std::string(name);
}

std::string_view PipeStateOf(const EventSourceMapping& pipe) {
  switch (pipe.state) {
    case MappingState::kCreating:
      return "CREATING";
    case MappingState::kEnabling:
      return "STARTING";
    case MappingState::kEnabled:
      return "RUNNING";
    case MappingState::kDisabling:
      return "STOPPING";
    case MappingState::kDisabled:
      return "STOPPED";
    case MappingState::kUpdating:
      return "UPDATING";
    case MappingState::kDeleting:
      return "DELETING";
  }
  return {};
}

Result<const EventSourceMapping*> FindPipe(const Context& context, std::string_view name) {
  for (const auto& [uid, mapping] : context.state.mappings()) {
    const auto& pipe = mapping.configuration.pipe;
    if (pipe && mapping.scope == context.caller && pipe->name == name) return &mapping;
  }
  return error::PipeNotFound(name);
}

Result<const EventSourceMapping*> FindSettledPipe(const Context& context, std::string_view name) {
  const auto pipe = FindPipe(context, name);
  if (!pipe) return pipe;
  const MappingState state = (*pipe)->state;
  if (state != MappingState::kEnabled && state != MappingState::kDisabled) {
    return error::PipeInTransition(name, PipeStateOf(**pipe));
  }
  return pipe;
}

Result<void> ApplyPipeInput(const PipeInput& input, const Scope& scope,
                            MappingConfiguration& configuration) {
  PipeSettings& pipe = *configuration.pipe;
  const auto set = [](const auto& given, auto& setting) {
    if (given) setting = *given;
  };
  set(input.role_arn, pipe.role_arn);
  set(input.target, pipe.target);
  set(input.enrichment, pipe.enrichment);
  // An empty text takes back what was said.
  const auto say = [](const std::optional<std::string>& given, std::optional<std::string>& text) {
    if (given) text = given->empty() ? std::nullopt : given;
  };
  say(input.description, pipe.description);
  say(input.kms_key_identifier, pipe.kms_key_identifier);
  ApplyParameters(input, pipe);
  if (auto checked = CheckPlaces(pipe, configuration.event_source_arn, scope); !checked) {
    return checked;
  }
  if (auto applied = ApplySource(input, configuration); !applied) return applied;
  configuration.reports_item_failures = true;
  const auto plan = pipes::PipePlan::Of(pipe, {}, {});
  if (!plan) return plan.error();
  return {};
}

}  // namespace runnel

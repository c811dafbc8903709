// Pipes in answers. Source: integrations 3.1.
#pragma once

#include <optional>
#include <string>

#include "core/integrations/pipes/api/pipe_shapes.h"
#include "core/state/event_source_mapping.h"

namespace runnel {

struct PipeOutput {
  std::string arn;
  std::string name;
  std::string desired_state;
  std::string current_state;
  Timestamp creation_time;
  Timestamp last_modified_time;
  std::optional<std::string> state_reason;
  std::optional<std::string> source;
  std::optional<std::string> target;
  std::optional<std::string> enrichment;
  std::optional<std::string> description;
  std::optional<std::string> role_arn;
  std::optional<PipeSourceParameters> source_parameters;
  std::optional<PipeEnrichmentParameters> enrichment_parameters;
  std::optional<PipeTargetParameters> target_parameters;
  std::optional<TagMap> tags;
  std::optional<PipeLogConfiguration> log_configuration;
  std::optional<std::string> kms_key_identifier;

  // The first six only.
  static PipeOutput Of(const EventSourceMapping& pipe);
  // And what lists tell.
  static PipeOutput Listed(const EventSourceMapping& pipe);
  // And all others.
  static PipeOutput Whole(const EventSourceMapping& pipe);
};

namespace pipe_shapes {

inline constexpr Member kOutput[] = {
    Field<&PipeOutput::arn>("Arn", shapes::kText),
    Field<&PipeOutput::name>("Name", shapes::kText),
    Field<&PipeOutput::desired_state>("DesiredState", shapes::kText),
    Field<&PipeOutput::current_state>("CurrentState", shapes::kText),
    Field<&PipeOutput::creation_time>("CreationTime", shapes::kTimestamp),
    Field<&PipeOutput::last_modified_time>("LastModifiedTime", shapes::kTimestamp),
    Field<&PipeOutput::state_reason>("StateReason", shapes::kText),
    Field<&PipeOutput::source>("Source", shapes::kText),
    Field<&PipeOutput::target>("Target", shapes::kText),
    Field<&PipeOutput::enrichment>("Enrichment", shapes::kText),
    Field<&PipeOutput::description>("Description", shapes::kText),
    Field<&PipeOutput::role_arn>("RoleArn", shapes::kText),
    Field<&PipeOutput::source_parameters>("SourceParameters", kSource),
    Field<&PipeOutput::enrichment_parameters>("EnrichmentParameters", kEnrichment),
    Field<&PipeOutput::target_parameters>("TargetParameters", kTarget),
    Field<&PipeOutput::tags>("Tags", kTags),
    Field<&PipeOutput::log_configuration>("LogConfiguration", kLog),
    Field<&PipeOutput::kms_key_identifier>("KmsKeyIdentifier", shapes::kText),
};
inline constexpr Shape kPipe = StructureShape(kOutput);

}  // namespace pipe_shapes
}  // namespace runnel

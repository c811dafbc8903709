#include "core/integrations/event_source_mapping/api/mapping_input.h"

#include "core/api/mapping_errors.h"
#include "core/integrations/event_filter/record_filter.h"
#include "core/integrations/event_source_mapping/mapped_function.h"

namespace runnel {
namespace {

// AWS: 5, and up to 10 for those who ask.
constexpr std::size_t kFiltersMax = 10;

std::vector<std::string> PatternsOf(const MappingFilterCriteria& criteria) {
  std::vector<std::string> patterns;
  if (!criteria.filters) return patterns;
  for (const MappingFilter& filter : *criteria.filters) {
    patterns.push_back(filter.pattern.value_or(std::string()));
  }
  return patterns;
}

}  // namespace

Result<void> CheckMappingSettings(const MappingInput& input) {
  if (input.destination_config && input.destination_config->on_success) {
    return error::UnsupportedDestination();
  }
  if (const auto age = input.maximum_record_age_in_seconds; age && *age >= 0 && *age < 60) {
    return error::RecordAgeOutOfRange(*age);
  }
  if (!input.filter_criteria) return {};
  const std::vector<std::string> patterns = PatternsOf(*input.filter_criteria);
  if (patterns.size() > kFiltersMax) return error::TooManyFilters(kFiltersMax);
  std::string fault;
  if (!RecordFilter::Parse(patterns, fault)) return error::InvalidFilterPattern();
  return {};
}

void ApplyMappingSettings(const MappingInput& input, MappingConfiguration& configuration) {
  const auto set = [](const auto& given, auto& setting) {
    if (given) setting = *given;
  };
  set(input.batch_size, configuration.batch_size);
  set(input.maximum_batching_window_in_seconds, configuration.batching_window_seconds);
  set(input.parallelization_factor, configuration.parallelization_factor);
  set(input.maximum_record_age_in_seconds, configuration.record_age_seconds);
  set(input.bisect_batch_on_function_error, configuration.bisects);
  set(input.maximum_retry_attempts, configuration.retry_attempts);
  set(input.tumbling_window_in_seconds, configuration.tumbling_window_seconds);
  if (input.filter_criteria) configuration.filter_patterns = PatternsOf(*input.filter_criteria);
  if (input.function_response_types) {
    configuration.reports_item_failures = !input.function_response_types->empty();
  }
  if (input.destination_config) {
    const auto& on_failure = input.destination_config->on_failure;
    configuration.on_failure_destination =
        on_failure ? on_failure->destination.value_or(std::string()) : std::string();
  }
  if (input.kms_key_arn) configuration.kms_key_arn = input.kms_key_arn;
  if (input.metrics_config) {
    configuration.metrics = input.metrics_config->metrics.value_or(std::vector<std::string>());
  }
}

Result<FunctionName> FindMappingFunction(const Context& context, std::string_view name) {
  auto function = FunctionName::Parse(name, context.caller);
  if (!function || !FindMappedFunction(context.state, *function)) {
    return error::MappedFunctionMissing();
  }
  return *std::move(function);
}

Result<void> CheckNoOther(const Context& context, const MappingConfiguration& configuration,
                          const FunctionName& function, MappingUid own) {
  for (const auto& [uid, mapping] : context.state.mappings()) {
    const MappingConfiguration& other = mapping.configuration;
    if (uid != own && mapping.scope == context.caller && mapping.state != MappingState::kDeleting &&
        !other.pipe && other.event_source_arn == configuration.event_source_arn &&
        other.function_arn == configuration.function_arn) {
      return error::MappingExists(other.event_source_arn, function.name, mapping.uuid);
    }
  }
  return {};
}

Result<const EventSourceMapping*> FindCallersMapping(const Context& context,
                                                     std::string_view uuid) {
  const EventSourceMapping* const mapping = context.state.FindMapping(context.caller, uuid);
  if (mapping == nullptr || mapping->configuration.pipe) return error::MappingNotFound();
  return mapping;
}

Result<const EventSourceMapping*> FindSettledMapping(const Context& context, std::string_view uuid,
                                                     std::string_view verb) {
  const auto mapping = FindCallersMapping(context, uuid);
  if (!mapping) return mapping.error();
  const MappingState state = (*mapping)->state;
  if (state != MappingState::kEnabled && state != MappingState::kDisabled) {
    return error::MappingInUse(verb);
  }
  return *mapping;
}

}  // namespace runnel

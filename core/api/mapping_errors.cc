#include "core/api/mapping_errors.h"

#include <utility>

#include "core/api/errors.h"

namespace runnel::error {

Error InvalidParameterValue(std::string message) {
  return {"InvalidParameterValueException", std::move(message)};
}

Error UnrecognizedEventSource() { return InvalidParameterValue("Unrecognized event source."); }

Error UnsupportedDestination() {
  return InvalidParameterValue(
      "Unsupported DestinationConfig parameter for given event source mapping type.");
}

Error StartingPositionMissing() {
  return InvalidParameterValue(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: "
      "Member must not be null.");
}

Error InvalidFilterPattern() { return InvalidParameterValue("Invalid filter pattern definition."); }

// OBSERVED: that there is a limit, not the text.
Error TooManyFilters(std::size_t limit) {
  return InvalidParameterValue("An event source mapping can have at most " + std::to_string(limit) +
                               " filters.");
}

Error MappedFunctionMissing() { return InvalidParameterValue("Function does not exist"); }

Error MappedStreamMissing(std::string_view arn) {
  return InvalidParameterValue("Stream not found: " + std::string(arn));
}

// OBSERVED: not; as that of a stream.
Error MappedConsumerMissing(std::string_view arn) {
  return InvalidParameterValue("Stream consumer not found: " + std::string(arn));
}

Error MappingExists(std::string_view source_arn, std::string_view function, std::string_view uuid) {
  return {"ResourceConflictException",
          "The event source arn (\" " + std::string(source_arn) + " \") and function (\" " +
              std::string(function) +
              " \") provided mapping already exists. Please update or delete the existing mapping "
              "with UUID " +
              std::string(uuid),
          409};
}

Error MappingNotFound() {
  return {"ResourceNotFoundException", "The resource you requested does not exist.", 404};
}

Error MappingNotFound(std::string_view arn) {
  return {"ResourceNotFoundException", "Event source mapping not found: " + std::string(arn), 404};
}

Error MappingInUse(std::string_view verb) {
  return {"ResourceInUseException",
          "Cannot " + std::string(verb) + " the event source mapping because it is in use."};
}

// OBSERVED: none of the following four texts.
Error StartingTimestampMissing() {
  return InvalidParameterValue(
      "StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP.");
}

Error StartingTimestampSuperfluous() {
  return InvalidParameterValue(
      "StartingPositionTimestamp can be given with StartingPosition AT_TIMESTAMP only.");
}

Error StartingTimestampInFuture() {
  return InvalidParameterValue("StartingPositionTimestamp must not be in the future.");
}

Error RecordAgeOutOfRange(std::int32_t seconds) {
  return InvalidParameterValue("MaximumRecordAgeInSeconds must be -1, or from 60 to 604800, not " +
                               std::to_string(seconds) + ".");
}

// OBSERVED: not.
Error InvalidMarker() { return InvalidParameterValue("Invalid marker."); }

Error MalformedTagResource(std::string_view arn) {
  return ValidationOf("'" + std::string(arn) + "'", "resource",
                      "Member must satisfy regular expression pattern: "
                      "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:"
                      "\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|"
                      "layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|"
                      "event-source-mapping:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-"
                      "[a-f0-9]{12})");
}

}  // namespace runnel::error

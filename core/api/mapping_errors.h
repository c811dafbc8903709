// The errors of operations on event source mappings, one factory per distinct text.
// Source: integrations 0.3, 1.5. Texts that nobody has observed are marked so in mapping_errors.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace runnel::error {

// What is wrong with a value, in words.
Error InvalidParameterValue(std::string message);

Error UnrecognizedEventSource();
Error UnsupportedDestination();
Error StartingPositionMissing();
Error InvalidFilterPattern();
Error TooManyFilters(std::size_t limit);
Error MappedFunctionMissing();
Error MappedStreamMissing(std::string_view arn);
Error MappedConsumerMissing(std::string_view arn);
Error MappingExists(std::string_view source_arn, std::string_view function, std::string_view uuid);
Error MappingNotFound();
// By a call about its tags.
Error MappingNotFound(std::string_view arn);
// `verb`: "update" or "delete".
Error MappingInUse(std::string_view verb);
Error StartingTimestampMissing();
Error StartingTimestampSuperfluous();
Error StartingTimestampInFuture();
Error RecordAgeOutOfRange(std::int32_t seconds);
Error InvalidMarker();
Error MalformedTagResource(std::string_view arn);

}  // namespace runnel::error

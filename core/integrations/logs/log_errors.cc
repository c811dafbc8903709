#include "core/integrations/logs/log_errors.h"

#include <string>

namespace runnel::error {
namespace {

Error InvalidParameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}

}  // namespace

Error LogGroupNotFound() {
  return {"ResourceNotFoundException", "The specified log group does not exist."};
}
Error LogStreamNotFound() {
  return {"ResourceNotFoundException", "The specified log stream does not exist."};
}
Error LogGroupExists() {
  return {"ResourceAlreadyExistsException", "The specified log group already exists"};
}
Error LogStreamExists() {
  return {"ResourceAlreadyExistsException", "The specified log stream already exists"};
}
Error LogTokenInvalid() { return InvalidParameter("The specified nextToken is invalid."); }
Error LogEventsOutOfOrder() {
  return InvalidParameter(
      "Log events in a single PutLogEvents request must be in chronological order.");
}
Error LogPrefixAndPattern() {
  return InvalidParameter(
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
}
Error LogNameAndIdentifier() {
  return {"ValidationException",
          "LogGroup name and LogGroup ARN are mutually exclusive parameters."};
}

// OBSERVED: none of those that follow.
Error LogGroupNotNamed() {
  return {"ValidationException", "Either logGroupName or logGroupIdentifier must be given."};
}
Error LogStreamNamesAndPrefix() {
  return InvalidParameter(
      "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
}
Error LogOrderAndPrefix() {
  return InvalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
}
Error LogFilterInvalid(std::string_view why) {
  return InvalidParameter("Invalid filter pattern: " + std::string(why));
}
Error LogRetentionInvalid() {
  return InvalidParameter(
      "retentionInDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, "
      "731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.");
}
Error LogGroupProtected() {
  return {"ValidationException", "The log group is protected from deletion."};
}

}  // namespace runnel::error

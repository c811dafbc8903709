#include "core/integrations/events/event_errors.h"

#include <string>
#include <utility>

namespace runnel::error {
namespace {

Error EventValidation(std::string message) { return {"ValidationException", std::move(message)}; }

}  // namespace

// Other emulators' wordings; the service's were not observed.
Error ConnectionNotFound(std::string_view name_or_arn) {
  return {"ResourceNotFoundException", "Failed to describe the connection(s). Connection '" +
                                           std::string(name_or_arn) + "' does not exist."};
}
Error ConnectionExists(std::string_view name) {
  return {"ResourceAlreadyExistsException", "Connection " + std::string(name) + " already exists."};
}
Error ApiDestinationNotFound(std::string_view name) {
  return {"ResourceNotFoundException",
          "Failed to describe the api-destination(s). An api-destination '" + std::string(name) +
              "' does not exist."};
}
Error ApiDestinationExists(std::string_view name) {
  return {"ResourceAlreadyExistsException",
          "An api-destination '" + std::string(name) + "' already exists."};
}
Error ConnectionArnInvalid() {
  return EventValidation(
      "Parameter ConnectionArn is not valid. Reason: Provided Arn is not in correct format.");
}

// OBSERVED: none of those that follow.
Error ConnectionParametersMissing(std::string_view member, std::string_view type) {
  return EventValidation("AuthParameters must have " + std::string(member) +
                         " when AuthorizationType is " + std::string(type) + ".");
}
Error ConnectionHeaderInvalid(std::string_view name) {
  return EventValidation("'" + std::string(name) +
                         "' cannot be the name of a header: letters, digits, - and _ can.");
}
Error EndpointInvalid(std::string_view url) {
  return EventValidation("'" + std::string(url) +
                         "' is no endpoint: it must begin with https:// (or http://, here) and "
                         "name a host.");
}

}  // namespace runnel::error

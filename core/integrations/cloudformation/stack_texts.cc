#include "core/integrations/cloudformation/stack_texts.h"

namespace runnel::cloudformation {

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

std::string_view HandlerErrorCode(std::string_view code) {
  if (code == "ResourceInUseException" || code == "ResourceConflictException") {
    return "AlreadyExists";
  }
  if (code == "ResourceNotFoundException") return "NotFound";
  if (code == "LimitExceededException") return "ServiceLimitExceeded";
  if (code == "AccessDeniedException") return "AccessDenied";
  if (code == "NotStabilized") return "NotStabilized";
  if (code == "InvalidArgumentException" || code == "ValidationException" ||
      code == "InvalidParameterValueException" || code == "SerializationException") {
    return "InvalidRequest";
  }
  return "GeneralServiceException";
}

}  // namespace runnel::cloudformation

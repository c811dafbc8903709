#include "core/api/function_errors.h"

#include <utility>

namespace runnel::error {
namespace {

Error InvalidParameter(std::string message) {
  return {"InvalidParameterValueException", std::move(message)};
}

}  // namespace

// OBSERVED: not.
Error InvalidFunctionName(std::string_view name) {
  return InvalidParameter("Invalid function name: " + std::string(name));
}

Error FunctionNotFound(std::string_view arn) {
  return {"ResourceNotFoundException", "Function not found: " + std::string(arn), 404};
}

Error FunctionOfOtherRegion(std::string_view its_region, std::string_view own_region) {
  return {"ResourceNotFoundException",
          "Functions from '" + std::string(its_region) + "' are not reachable in this region ('" +
              std::string(own_region) + "')",
          404};
}

// OBSERVED: not.
Error FunctionExists(std::string_view name) {
  return {"ResourceConflictException", "Function already exist: " + std::string(name), 409};
}

Error FunctionUpdateInProgress(std::string_view arn) {
  return {
      "ResourceConflictException",
      "The operation cannot be performed at this time. An update is in progress for resource: " +
          std::string(arn),
      409};
}

Error RevisionStale() {
  return {"PreconditionFailedException",
          "The Revision Id provided does not match the latest Revision Id. Call the "
          "GetFunction/GetAlias API to retrieve the latest Revision Id",
          412};
}

Error QualifiersDiffer() {
  return InvalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.");
}

// OBSERVED: neither of the two.
Error RuntimeMissing() {
  return InvalidParameter("Runtime is mandatory for functions created with deployment packages.");
}

Error HandlerMissing() {
  return InvalidParameter("Handler is mandatory for functions created with deployment packages.");
}

// The three that follow are our own.
Error CodeMissing(std::string_view member) {
  return InvalidParameter("Code." + std::string(member) + " is missing: it holds the code.");
}

Error CodeNotRunnable() {
  return InvalidParameter(
      "Code.ImageUri must be the http:// URL of something that takes invocations, or "
      "runnel:by-calls.");
}

Error CodeNotFetchable() {
  return InvalidParameter(
      "There is no S3 here to fetch code from: give it as Code.ZipFile, or as Code.ImageUri the "
      "URL of something that takes invocations.");
}

Error EnvironmentTooLarge(std::string_view measured) {
  return InvalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables "
      "you have provided exceeded the 4KB limit. String measured: " +
      std::string(measured));
}

Error FunctionsNotForPage(std::string_view origin) {
  return {
      "AccessDeniedException",
      "Lambda runs programs here, so it is not there for the web page " + std::string(origin) +
          ": only pages of this machine itself (http://localhost, http://127.0.0.1) may call it.",
      403};
}

Error FunctionNotAnsweredByCalls(std::string_view name) {
  return {"InvalidArgumentException",
          "The function " + std::string(name) +
              " is not answered by calls: its Code.ImageUri is not runnel:by-calls."};
}

Error InvocationNotTaken(std::string_view request_id) {
  return {"ResourceNotFoundException", "No invocation with the request id " +
                                           std::string(request_id) +
                                           " was taken that has not been completed."};
}

}  // namespace runnel::error

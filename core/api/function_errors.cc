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

Error CodeNotZip() {
  return InvalidParameter(
      "Could not unzip uploaded file. Please check your file, then try to upload again.");
}

Error CodeEmpty() { return InvalidParameter("Uploaded file must be a non-empty zip"); }

Error CodeTooLarge(std::uint64_t unpacked_bytes) {
  return InvalidParameter("Unzipped size must be smaller than " + std::to_string(unpacked_bytes) +
                          " bytes");
}

// The three that follow are our own.
Error CodeMissing(std::string_view member) {
  return InvalidParameter("Code." + std::string(member) + " is missing: it holds the code.");
}

Error CodeNotRunnable() {
  return InvalidParameter(
      "Code.ImageUri must be the http:// URL of something that takes invocations, "
      "runnel:command?run=COMMAND&folder=FOLDER, or runnel:by-calls.");
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

// OBSERVED: the text, not which of the names it lists in which order.
Error EnvironmentReserved(std::string_view names) {
  return InvalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables "
      "you have provided contains reserved keys that are currently not supported for modification. "
      "Reserved keys used in this request: " +
      std::string(names));
}

Error FunctionsNotForPage(std::string_view origin) {
  return {
      "AccessDeniedException",
      "Lambda runs programs here, so it is not there for the web page " + std::string(origin) +
          ": only pages of this machine itself (http://localhost, http://127.0.0.1) may call it.",
      403};
}

// OBSERVED: not.
Error CodeSha256Differs(std::string_view wanted, std::string_view is) {
  return InvalidParameter("CodeSHA256 (" + std::string(wanted) +
                          ") is different from current CodeSHA256 in $LATEST (" + std::string(is) +
                          "). Please try again with the CodeSHA256 in $LATEST.");
}

Error LatestVersionNotDeletable() {
  return {"InvalidParameterValueException",
          "$LATEST version cannot be deleted without deleting the function.", 400};
}

// Nobody has observed the text.
Error VersionOfAlias(std::string_view version, std::string_view alias) {
  return {"ResourceConflictException",
          "Version " + std::string(version) + " is referenced by alias " + std::string(alias) +
              ". Point the alias to another version, or delete it.",
          409};
}

Error AliasNotFound(std::string_view arn) {
  return {"ResourceNotFoundException", "Cannot find alias arn: " + std::string(arn), 404};
}

Error AliasExists(std::string_view arn) {
  return {"ResourceConflictException", "Alias already exists: " + std::string(arn), 409};
}

Error AliasNameIsNumber(std::string_view name) {
  return {"ValidationException",
          "1 validation error detected: Value '" + std::string(name) +
              "' at 'name' failed to satisfy constraint: Member must satisfy regular expression "
              "pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
          400};
}

Error FunctionHasNoPolicy() {
  return {"ResourceNotFoundException", "No policy is associated with the given resource.", 404};
}

Error PermissionNotFound(std::string_view statement_id) {
  return {"ResourceNotFoundException",
          "Statement " + std::string(statement_id) + " is not found in resource policy.", 404};
}

Error PermissionExists(std::string_view statement_id) {
  return {"ResourceConflictException",
          "The statement id (" + std::string(statement_id) +
              ") provided already exists. Please provide a new statement id, or remove the "
              "existing statement.",
          409};
}

Error NoEventInvokeConfig(std::string_view arn) {
  return {"ResourceNotFoundException",
          "The function " + std::string(arn) + " doesn't have an EventInvokeConfig", 404};
}

Error NoFunctionUrl() {
  return {"ResourceNotFoundException", "The resource you requested does not exist.", 404};
}

Error PayloadNotJson() {
  return {"InvalidRequestContentException",
          "Could not parse request body into json: Could not parse payload into json: it is not "
          "JSON text"};
}

// OBSERVED: not, nor the next.
Error InvocationTooLarge(std::size_t bytes, std::size_t most) {
  return {"RequestTooLargeException",
          std::to_string(bytes) +
              " byte payload is too large for the InvokeFunction operation "
              "(limit " +
              std::to_string(most) + " bytes)",
          413};
}

Error ClientContextNotReadable() {
  return {"InvalidRequestContentException", "Client context must be base64 of JSON text."};
}

Error NoConcurrencyReserved() { return {"TooManyRequestsException", "Rate Exceeded.", 429}; }
Error FunctionThrottled() { return {"TooManyRequestsException", "Rate Exceeded.", 429}; }

// Our own.
Error FunctionNotRun(std::string_view why) {
  return {"InvalidRuntimeException", std::string(why), 502};
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

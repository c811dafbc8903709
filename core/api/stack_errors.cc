#include "core/api/stack_errors.h"

#include "core/api/function_invocation.h"

namespace runnel::error {
namespace {

Error StackValidation(std::string message) { return Error("ValidationError", std::move(message)); }

// "[A, B]".
std::string Listed(const std::vector<std::string>& names) {
  std::string list = "[";
  for (const std::string& name : names) {
    if (list.size() > 1) list += ", ";
    list += name;
  }
  return list + "]";
}

}  // namespace

Error TemplateMissing() {
  return StackValidation("Either Template URL or Template Body must be specified.");
}

Error TemplateNotWellFormed(std::string_view language, std::size_t line, std::size_t column) {
  return TemplateFormat(std::string(language) + " not well-formed. (line " + std::to_string(line) +
                        ", column " + std::to_string(column) + ")");
}

Error TemplateFormat(std::string_view what) {
  return StackValidation("Template format error: " + std::string(what));
}

Error TemplateFunction(std::string_view what) {
  return StackValidation("Template error: " + std::string(what));
}

Error TemplateNull(std::string_view path) {
  return StackValidation("[" + std::string(path) + "] 'null' values are not allowed in templates");
}

Error TemplateResourceKey(std::string_view key) {
  return StackValidation("Invalid template resource property '" + std::string(key) + "'");
}

Error UnresolvedInResources(const std::vector<std::string>& names) {
  return TemplateFormat("Unresolved resource dependencies " + Listed(names) +
                        " in the Resources block of the template");
}

Error UnresolvedInOutputs(const std::vector<std::string>& names) {
  return StackValidation("Unresolved resource dependencies " + Listed(names) +
                         " in the Outputs block of the template");
}

// Not observed.
Error CircularDependency(const std::vector<std::string>& names) {
  return StackValidation("Circular dependency between resources: " + Listed(names));
}

// Not observed.
Error TypesUnknown(const std::vector<std::string>& names) {
  return TemplateFormat("Unrecognized resource types: " + Listed(names));
}

Error MappingMissing(std::string_view map, std::string_view first, std::string_view second) {
  std::string text = "Unable to get mapping for ";
  text.append(map).append("::").append(first).append("::").append(second);
  return TemplateFunction(text);
}

Error ParametersMissing(const std::vector<std::string>& names) {
  return StackValidation("Parameters: " + Listed(names) + " must have values");
}

// Not observed.
Error ParametersUnknown(const std::vector<std::string>& names) {
  return StackValidation("Parameters: " + Listed(names) + " do not exist in the template");
}

Error ParameterNotNumber(std::string_view name) {
  return StackValidation("Parameter '" + std::string(name) + "' must be a number.");
}

// Not observed.
Error ParameterNotAllowed(std::string_view name) {
  return StackValidation("Parameter '" + std::string(name) + "' must be one of AllowedValues");
}

// Not observed.
Error ParameterConstraint(std::string_view name, std::string_view constraint,
                          std::string_view explanation) {
  std::string text = "Parameter '" + std::string(name) + "' ";
  text.append(constraint);
  if (!explanation.empty()) {
    text = "Parameter " + std::string(name) + " failed to satisfy constraint: ";
    text.append(explanation);
  }
  return StackValidation(std::move(text));
}

// Not observed.
Error ExportMissing(std::string_view name) {
  return StackValidation("No export named " + std::string(name) + " found");
}

// Not observed.
Error ExportInUse(std::string_view name, std::string_view stack) {
  return StackValidation("Export " + std::string(name) + " cannot be deleted as it is in use by " +
                         std::string(stack));
}

Error ExportChanged(std::string_view name, std::string_view stack) {
  return StackValidation("Export " + std::string(name) + " cannot be updated as it is in use by " +
                         std::string(stack));
}

Error ExportTaken(std::string_view name, std::string_view stack) {
  return StackValidation("Export with name " + std::string(name) +
                         " is already exported by stack " + std::string(stack));
}

// Not observed.
Error ExportNotImported(std::string_view name) {
  return StackValidation("Export '" + std::string(name) + "' is not imported by any stack.");
}

Error StackMissing(std::string_view name) {
  return StackValidation("Stack [" + std::string(name) + "] does not exist");
}
Error StackWithIdMissing(std::string_view name) {
  return StackValidation("Stack with id " + std::string(name) + " does not exist");
}
Error StackQuotedMissing(std::string_view name) {
  return StackValidation("Stack '" + std::string(name) + "' does not exist");
}
Error StackResourceMissing(std::string_view logical_id, std::string_view stack) {
  return StackValidation("Resource " + std::string(logical_id) + " does not exist for stack " +
                         std::string(stack));
}
// Not observed.
Error StackOrPhysicalIdMissing() {
  return StackValidation("You must specify either StackName or PhysicalResourceId");
}

Error StackExists(std::string_view name) {
  return Error("AlreadyExistsException", "Stack [" + std::string(name) + "] already exists");
}
Error StackExistsForChangeSet(std::string_view name, std::string_view change_set) {
  return StackValidation("Stack [" + std::string(name) +
                         "] already exists and cannot be created again with the changeSet [" +
                         std::string(change_set) + "].");
}
Error StackNotUpdatable(std::string_view arn, std::string_view status) {
  return StackValidation("Stack:" + std::string(arn) + " is in " + std::string(status) +
                         " state and can not be updated.");
}
// Not observed.
Error StackProtected(std::string_view name) {
  return StackValidation("Stack [" + std::string(name) +
                         "] cannot be deleted while TerminationProtection is enabled");
}
Error NothingToUpdate() { return StackValidation("No updates are to be performed."); }
Error CapabilityMissing(std::string_view capability) {
  return Error("InsufficientCapabilitiesException",
               "Requires capabilities : [" + std::string(capability) + "]");
}
// The text is our own: the core fetches nothing.
Error TemplateUrlUnsupported() { return StackValidation("TemplateURL must be a supported URL."); }
// The text is our own, as is who does not fetch.
Error TemplateUrlNotRead() { return TemplateUrlUnreadable(kNobodyMakesRequests); }
// Not observed.
Error TemplateUrlUnreadable(std::string_view why) {
  return StackValidation("The template could not be read: " + std::string(why));
}
Error TemplateTooLarge(std::size_t most) {
  return StackValidation("Template may not exceed " + std::to_string(most) + " bytes in size.");
}
// Not observed.
Error StackPolicyMissing() {
  return StackValidation("You must specify either Stack Policy Body or Stack Policy URL.");
}
// Not observed.
Error StackPolicyInvalid() { return StackValidation("Error validating stack policy: not JSON"); }
Error TypeMissing(std::string_view name) {
  constexpr int kNotFound = 404;
  return {"TypeNotFoundException", "The type '" + std::string(name) + "' cannot be found.",
          kNotFound};
}
// Not observed.
Error TypeNotNamed() {
  return StackValidation("You must specify either Arn, or both TypeName and Type.");
}
Error SummaryOfReview() {
  return StackValidation("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
}

Error ChangeSetMissing(std::string_view name) {
  constexpr int kNotFound = 404;
  return Error("ChangeSetNotFound", "ChangeSet [" + std::string(name) + "] does not exist",
               kNotFound);
}
// Not observed.
Error ChangeSetExists(std::string_view name) {
  return Error("AlreadyExistsException", "ChangeSet " + std::string(name) + " already exists");
}
Error ChangeSetWithoutStack() {
  return StackValidation(
      "StackName must be specified if ChangeSetName is not specified as an ARN.");
}
Error ChangeSetNotExecutable(std::string_view arn, std::string_view status) {
  return Error("InvalidChangeSetStatus", "ChangeSet [" + std::string(arn) +
                                             "] cannot be executed in its current status of [" +
                                             std::string(status) + "]");
}
// The text is our own.
Error ImportUnsupported() {
  return StackValidation("Change sets of the type IMPORT are not supported.");
}

}  // namespace runnel::error

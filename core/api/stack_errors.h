// The errors of operations on stacks and templates, one factory per distinct text.
// Source: integrations 6.4. Texts that nobody has observed are marked so in stack_errors.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace runnel::error {

// --- templates -----------------------------------------------------------------------------------
Error TemplateMissing();
// `language` is "JSON" or "YAML".
Error TemplateNotWellFormed(std::string_view language, std::size_t line, std::size_t column);
// "Template format error: …"
Error TemplateFormat(std::string_view what);
// "Template error: …"
Error TemplateFunction(std::string_view what);
Error TemplateNull(std::string_view path);
// A key beside Type, Properties and so on.
Error TemplateResourceKey(std::string_view key);
Error UnresolvedInResources(const std::vector<std::string>& names);
Error UnresolvedInOutputs(const std::vector<std::string>& names);
Error CircularDependency(const std::vector<std::string>& names);
Error TypesUnknown(const std::vector<std::string>& names);
Error MappingMissing(std::string_view map, std::string_view first, std::string_view second);

// --- parameters ----------------------------------------------------------------------------------
Error ParametersMissing(const std::vector<std::string>& names);
Error ParametersUnknown(const std::vector<std::string>& names);
Error ParameterNotNumber(std::string_view name);
Error ParameterNotAllowed(std::string_view name);
// `explanation` is the template's ConstraintDescription; empty: it has none.
Error ParameterConstraint(std::string_view name, std::string_view constraint,
                          std::string_view explanation);

// --- exports -------------------------------------------------------------------------------------
Error ExportMissing(std::string_view name);

Error ExportInUse(std::string_view name, std::string_view stack);
Error ExportChanged(std::string_view name, std::string_view stack);
Error ExportTaken(std::string_view name, std::string_view stack);
Error ExportNotImported(std::string_view name);

// --- stacks --------------------------------------------------------------------------------------
// An unknown stack, in the three ways that the operations have of saying it.
Error StackMissing(std::string_view name);
Error StackWithIdMissing(std::string_view name);
Error StackQuotedMissing(std::string_view name);
Error StackResourceMissing(std::string_view logical_id, std::string_view stack);
Error StackOrPhysicalIdMissing();
Error StackExists(std::string_view name);
Error StackExistsForChangeSet(std::string_view name, std::string_view change_set);
Error StackNotUpdatable(std::string_view arn, std::string_view status);
Error StackProtected(std::string_view name);
Error NothingToUpdate();
Error CapabilityMissing(std::string_view capability);
Error TemplateUrlUnsupported();
// Where nobody makes requests over HTTP.
Error TemplateUrlNotRead();
Error TemplateUrlUnreadable(std::string_view why);
Error TemplateTooLarge(std::size_t most);
Error StackPolicyMissing();
Error StackPolicyInvalid();
Error TypeMissing(std::string_view name);
Error TypeNotNamed();
Error SummaryOfReview();

// --- change sets ---------------------------------------------------------------------------------
Error ChangeSetMissing(std::string_view name);
Error ChangeSetExists(std::string_view name);
Error ChangeSetWithoutStack();
Error ChangeSetNotExecutable(std::string_view arn, std::string_view status);
Error ImportUnsupported();

}  // namespace runnel::error

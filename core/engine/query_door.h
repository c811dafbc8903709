// The query protocol: from a request to a checked input of an operation of CloudFormation, and from
// its result to XML.
// Source: integrations 6.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/api/request.h"
#include "core/api/request_headers.h"
#include "core/base/result.h"
#include "core/operations/operation.h"

namespace runnel {

// The form of a request to CloudFormation, in the body or after the path; nullopt: it is none.
std::optional<std::string_view> StackForm(const Request& request, const RequestHeaders& headers);

// Error: it is not text, or came by GET although it changes something or has a template fetched.
Result<void> CheckStackForm(std::string_view form, std::string_view method);

// The operation that the form names. Error: it is not known.
Result<const Operation*> FindQueryOperation(std::string_view form);

// Fills the input of `operation`.
Result<void> ReadQueryInput(const Operation& operation, std::string_view form, void* input);

// The answer of an operation that succeeded. `output` is null when it has none.
void WriteQueryAnswer(const Operation& operation, const void* output, const std::string& request_id,
                      std::string& body);

Reply EncodeQueryError(const Error& error, const std::string& request_id);

}  // namespace runnel

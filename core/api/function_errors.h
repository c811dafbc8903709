// The errors of operations on functions, one factory per distinct text.
// Source: integrations 4.4. Texts that nobody has observed are marked so in function_errors.cc.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace runnel::error {

Error InvalidFunctionName(std::string_view name);
Error FunctionNotFound(std::string_view arn);
Error FunctionOfOtherRegion(std::string_view its_region, std::string_view own_region);
Error FunctionExists(std::string_view name);
Error FunctionUpdateInProgress(std::string_view arn);
Error RevisionStale();
Error QualifiersDiffer();
Error RuntimeMissing();
Error HandlerMissing();
// `member`: of Code, which has to be there.
Error CodeMissing(std::string_view member);
Error CodeNotZip();
// It has no entry.
Error CodeEmpty();
Error CodeTooLarge(std::uint64_t unpacked_bytes);
// The image is nothing that can be invoked.
Error CodeNotRunnable();
// It is in S3.
Error CodeNotFetchable();
Error EnvironmentTooLarge(std::string_view measured);
// `names`: the variables that are the service's own, "AWS_REGION, LAMBDA_TASK_ROOT".
Error EnvironmentReserved(std::string_view names);

// By a web page from elsewhere.
Error FunctionsNotForPage(std::string_view origin);

// Of versions, aliases, policies and the like.
Error CodeSha256Differs(std::string_view wanted, std::string_view is);
Error LatestVersionNotDeletable();
// An alias leads to it.
Error VersionOfAlias(std::string_view version, std::string_view alias);
Error AliasNotFound(std::string_view arn);
Error AliasExists(std::string_view arn);
Error AliasNameIsNumber(std::string_view name);
Error FunctionHasNoPolicy();
Error PermissionNotFound(std::string_view statement_id);
Error PermissionExists(std::string_view statement_id);
Error NoEventInvokeConfig(std::string_view arn);
Error NoFunctionUrl();

// Of Invoke.
Error PayloadNotJson();
Error InvocationTooLarge(std::size_t bytes, std::size_t most);
Error ClientContextNotReadable();
Error NoConcurrencyReserved();
Error FunctionThrottled();
// It could not be started or reached.
Error FunctionNotRun(std::string_view why);

// Of the emulator's own operations.
Error FunctionNotAnsweredByCalls(std::string_view name);
Error InvocationNotTaken(std::string_view request_id);

}  // namespace runnel::error

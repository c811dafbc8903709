// AddPermission, GetPolicy, RemovePermission: what is said about who may invoke a function. Nobody
// asks it.
// Source: integrations 4.4.
#include <algorithm>

#include "core/api/function_errors.h"
#include "core/base/uuid.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

struct PermissionInput {
  std::optional<std::string> function_name;
  std::optional<std::string> qualifier;
  std::optional<std::string> statement_id;
  std::optional<std::string> action;
  std::optional<std::string> principal;
  std::optional<std::string> source_arn;
  std::optional<std::string> source_account;
  std::optional<std::string> revision_id;
};
constexpr Pattern kStatementPattern("([a-zA-Z0-9-_]+)");
constexpr Shape kStatementId = StringShape(1, 100, &kStatementPattern);
constexpr Member kAddInput[] = {
    Field<&PermissionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&PermissionInput::qualifier>("Qualifier", shapes::kText),
    Field<&PermissionInput::statement_id>("StatementId", kStatementId).Required(),
    Field<&PermissionInput::action>("Action", shapes::kText).Required(),
    Field<&PermissionInput::principal>("Principal", shapes::kText).Required(),
    Field<&PermissionInput::source_arn>("SourceArn", shapes::kText),
    Field<&PermissionInput::source_account>("SourceAccount", shapes::kText),
    Field<&PermissionInput::revision_id>("RevisionId", shapes::kText),
};
constexpr Member kRemoveInput[] = {
    Field<&PermissionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&PermissionInput::qualifier>("Qualifier", shapes::kText),
    Field<&PermissionInput::statement_id>("StatementId", kStatementId).Required(),
    Field<&PermissionInput::revision_id>("RevisionId", shapes::kText),
};
constexpr Member kGetInput[] = {
    Field<&PermissionInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&PermissionInput::qualifier>("Qualifier", shapes::kText),
};

struct Found {
  FunctionName name;
  const Function* function;
};

// Errors: those of ReadFunctionName, FunctionNotFound, RevisionStale.
Result<Found> Find(const Context& context, const PermissionInput& input) {
  const auto name = ReadFunctionName(*input.function_name, input.qualifier, context.caller);
  if (!name) return name.error();
  const auto resolved = ResolveFunction(context.state, *name);
  if (!resolved) return error::FunctionNotFound(name->Arn());
  const Function& function = *resolved->function;
  if (input.revision_id && *input.revision_id != function.policy_revision_id) {
    return error::RevisionStale();
  }
  return Found{*name, &function};
}

std::string Quoted(std::string_view text) {
  std::string quoted;
  json::WriteString(text, quoted);
  return quoted;
}

// AWS: services by their name, accounts by their root.
std::string PrincipalJson(const std::string& principal) {
  if (principal == "*") return "\"*\"";
  if (principal.ends_with(".amazonaws.com")) return "{\"Service\":" + Quoted(principal) + "}";
  const bool is_account =
      principal.size() == 12 &&
      std::all_of(principal.begin(), principal.end(), [](char c) { return c >= '0' && c <= '9'; });
  return "{\"AWS\":" + Quoted(is_account ? "arn:aws:iam::" + principal + ":root" : principal) + "}";
}

std::string StatementJson(const FunctionName& name, const PermissionInput& input) {
  std::string json = "{\"Sid\":" + Quoted(*input.statement_id) +
                     ",\"Effect\":\"Allow\",\"Principal\":" + PrincipalJson(*input.principal) +
                     ",\"Action\":" + Quoted(*input.action) + ",\"Resource\":" + Quoted(name.Arn());
  std::string conditions;
  if (input.source_account) {
    conditions += "\"StringEquals\":{\"AWS:SourceAccount\":" + Quoted(*input.source_account) + "}";
  }
  if (input.source_arn) {
    if (!conditions.empty()) conditions += ',';
    conditions += "\"ArnLike\":{\"AWS:SourceArn\":" + Quoted(*input.source_arn) + "}";
  }
  if (!conditions.empty()) json += ",\"Condition\":{" + conditions + "}";
  return json + "}";
}

auto FindStatement(const std::vector<FunctionPermission>& permissions, const std::string& qualifier,
                   const std::string& id) {
  return std::find_if(permissions.begin(), permissions.end(), [&](const FunctionPermission& one) {
    return one.qualifier == qualifier && one.statement_id == id;
  });
}

struct AddPermissionOutput {
  std::string statement;
};
constexpr Member kAddOutput[] = {
    Field<&AddPermissionOutput::statement>("Statement", shapes::kText),
};

Result<AddPermissionOutput> AddPermission(Context& context, const PermissionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  Function function = *found->function;
  const std::string& qualifier = found->name.qualifier;
  if (FindStatement(function.permissions, qualifier, *input.statement_id) !=
      function.permissions.end()) {
    return error::PermissionExists(*input.statement_id);
  }
  std::string statement = StatementJson(found->name, input);
  function.permissions.push_back({qualifier, *input.statement_id, statement});
  function.policy_revision_id = RandomUuid(context.random);
  context.Emit(FunctionPut{std::move(function)});
  return AddPermissionOutput{std::move(statement)};
}

struct GetPolicyOutput {
  std::string policy;
  std::string revision_id;
};
constexpr Member kGetOutput[] = {
    Field<&GetPolicyOutput::policy>("Policy", shapes::kText),
    Field<&GetPolicyOutput::revision_id>("RevisionId", shapes::kText),
};

Result<GetPolicyOutput> GetFunctionPolicy(Context& context, const PermissionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  std::string statements;
  for (const FunctionPermission& permission : found->function->permissions) {
    if (permission.qualifier != found->name.qualifier) continue;
    statements += (statements.empty() ? "" : ",") + permission.statement;
  }
  if (statements.empty()) return error::FunctionHasNoPolicy();
  return GetPolicyOutput{
      R"({"Version":"2012-10-17","Id":"default","Statement":[)" + statements + "]}",
      found->function->policy_revision_id};
}

Result<NoOutput> RemovePermission(Context& context, const PermissionInput& input) {
  const auto found = Find(context, input);
  if (!found) return found.error();
  Function function = *found->function;
  if (function.permissions.empty()) return error::FunctionHasNoPolicy();
  const auto statement =
      FindStatement(function.permissions, found->name.qualifier, *input.statement_id);
  if (statement == function.permissions.end()) {
    return error::PermissionNotFound(*input.statement_id);
  }
  function.permissions.erase(statement);
  function.policy_revision_id = RandomUuid(context.random);
  context.Emit(FunctionPut{std::move(function)});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kAddPermission =
    DefineOperation<PermissionInput, AddPermissionOutput, AddPermission>("AddPermission", kAddInput,
                                                                         kAddOutput);
extern constexpr Operation kGetFunctionPolicy =
    DefineOperation<PermissionInput, GetPolicyOutput, GetFunctionPolicy>("GetPolicy", kGetInput,
                                                                         kGetOutput);
extern constexpr Operation kRemovePermission =
    DefineOperation<PermissionInput, RemovePermission>("RemovePermission", kRemoveInput);

}  // namespace runnel

// CreateAlias, GetAlias, UpdateAlias, DeleteAlias, ListAliases.
// Source: integrations 4.4.
#include "core/api/function_errors.h"
#include "core/base/uuid.h"
#include "core/integrations/functions/function_input.h"
#include "core/integrations/functions/resolve_function.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Pattern kAliasPattern("[a-zA-Z0-9-_]+");
constexpr Shape kAliasName = StringShape(1, 128, &kAliasPattern);

struct AliasInput {
  std::optional<std::string> function_name;
  std::optional<std::string> name;
  std::optional<std::string> function_version;
  std::optional<std::string> description;
  std::optional<std::string> revision_id;
};
constexpr Member kPutInput[] = {
    Field<&AliasInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&AliasInput::name>("Name", kAliasName).Required(),
    Field<&AliasInput::function_version>("FunctionVersion", shapes::kText),
    Field<&AliasInput::description>("Description", function_shapes::kDescription),
    Field<&AliasInput::revision_id>("RevisionId", shapes::kText),
};
constexpr Member kCreateInput[] = {
    Field<&AliasInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&AliasInput::name>("Name", kAliasName).Required(),
    Field<&AliasInput::function_version>("FunctionVersion", shapes::kText).Required(),
    Field<&AliasInput::description>("Description", function_shapes::kDescription),
};

struct AliasOutput {
  std::string arn;
  std::string name;
  std::string function_version;
  std::string description;
  std::string revision_id;

  static AliasOutput Of(const Function& function, const std::string& name) {
    const FunctionAlias& alias = function.aliases.at(name);
    return {function.Arn() + ":" + name, name, alias.version, alias.description, alias.revision_id};
  }
};
constexpr Member kOutput[] = {
    Field<&AliasOutput::arn>("AliasArn", shapes::kText),
    Field<&AliasOutput::name>("Name", shapes::kText),
    Field<&AliasOutput::function_version>("FunctionVersion", shapes::kText),
    Field<&AliasOutput::description>("Description", shapes::kText),
    Field<&AliasOutput::revision_id>("RevisionId", shapes::kText),
};
constexpr Shape kAlias = StructureShape(kOutput);
constexpr Shape kAliases = ListShape<AliasOutput>(kAlias);

// Errors: FunctionNotFound.
Result<void> CheckVersion(const Context& context, const Function& function,
                          const std::string& version) {
  if (function.aliases.count(version) > 0)
    return error::FunctionNotFound(function.Arn() + ":" + version);
  const FunctionName name{function.scope, function.name, version};
  if (!ResolveFunction(context.state, name)) return error::FunctionNotFound(name.Arn());
  return {};
}

AliasOutput PutAlias(Context& context, Function function, const std::string& name,
                     FunctionAlias alias) {
  alias.revision_id = RandomUuid(context.random);
  function.aliases[name] = std::move(alias);
  AliasOutput output = AliasOutput::Of(function, name);
  context.Emit(FunctionPut{std::move(function)});
  return output;
}

Result<AliasOutput> CreateAlias(Context& context, const AliasInput& input) {
  // The model says it by a look-ahead.
  if (input.name->find_first_not_of("0123456789") == std::string::npos) {
    return error::AliasNameIsNumber(*input.name);
  }
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  const Function& function = **found;
  if (function.aliases.count(*input.name) > 0) {
    return error::AliasExists(function.Arn() + ":" + *input.name);
  }
  const auto known = CheckVersion(context, function, *input.function_version);
  if (!known) return known.error();
  return PutAlias(context, function, *input.name,
                  {*input.function_version, input.description.value_or(""), {}, {}});
}

// Errors: those of FindNamedFunction, AliasNotFound.
Result<const Function*> FindWithAlias(const Context& context, const AliasInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  if ((*found)->aliases.count(*input.name) == 0) {
    return error::AliasNotFound((*found)->Arn() + ":" + *input.name);
  }
  return found;
}

Result<AliasOutput> GetAlias(Context& context, const AliasInput& input) {
  const auto found = FindWithAlias(context, input);
  if (!found) return found.error();
  return AliasOutput::Of(**found, *input.name);
}

Result<AliasOutput> UpdateAlias(Context& context, const AliasInput& input) {
  const auto found = FindWithAlias(context, input);
  if (!found) return found.error();
  FunctionAlias alias = (*found)->aliases.at(*input.name);
  if (input.revision_id && *input.revision_id != alias.revision_id) return error::RevisionStale();
  if (input.function_version) {
    const auto known = CheckVersion(context, **found, *input.function_version);
    if (!known) return known.error();
    alias.version = *input.function_version;
  }
  if (input.description) alias.description = *input.description;
  return PutAlias(context, **found, *input.name, std::move(alias));
}

// AWS: an alias that is not there is deleted all the same.
Result<NoOutput> DeleteAlias(Context& context, const AliasInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  Function function = **found;
  if (function.aliases.erase(*input.name) > 0) context.Emit(FunctionPut{std::move(function)});
  return NoOutput{};
}

struct ListAliasesInput {
  std::optional<std::string> function_name;
  std::optional<std::string> function_version;
};
constexpr Member kListInput[] = {
    Field<&ListAliasesInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&ListAliasesInput::function_version>("FunctionVersion", shapes::kText),
};
struct ListAliasesOutput {
  std::vector<AliasOutput> aliases;
};
constexpr Member kListOutput[] = {
    Field<&ListAliasesOutput::aliases>("Aliases", kAliases),
};

Result<ListAliasesOutput> ListAliases(Context& context, const ListAliasesInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  ListAliasesOutput output;
  for (const auto& [name, alias] : (*found)->aliases) {
    if (input.function_version && alias.version != *input.function_version) continue;
    output.aliases.push_back(AliasOutput::Of(**found, name));
  }
  return output;
}

}  // namespace

extern constexpr Operation kCreateAlias =
    DefineOperation<AliasInput, AliasOutput, CreateAlias>("CreateAlias", kCreateInput, kOutput);
extern constexpr Operation kGetAlias =
    DefineOperation<AliasInput, AliasOutput, GetAlias>("GetAlias", kPutInput, kOutput);
extern constexpr Operation kUpdateAlias =
    DefineOperation<AliasInput, AliasOutput, UpdateAlias>("UpdateAlias", kPutInput, kOutput);
extern constexpr Operation kDeleteAlias =
    DefineOperation<AliasInput, DeleteAlias>("DeleteAlias", kPutInput);
extern constexpr Operation kListAliases =
    DefineOperation<ListAliasesInput, ListAliasesOutput, ListAliases>("ListAliases", kListInput,
                                                                      kListOutput);

}  // namespace runnel

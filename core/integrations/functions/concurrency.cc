// PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency.
// Source: integrations 4.4.
#include "core/integrations/functions/function_input.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct ConcurrencyInput {
  std::optional<std::string> function_name;
  std::optional<std::int32_t> reserved;
};
constexpr Member kInput[] = {
    Field<&ConcurrencyInput::function_name>("FunctionName", function_shapes::kName).Required(),
};
constexpr Member kPutInput[] = {
    Field<&ConcurrencyInput::function_name>("FunctionName", function_shapes::kName).Required(),
    Field<&ConcurrencyInput::reserved>("ReservedConcurrentExecutions", shapes::kNaturalInteger)
        .Required(),
};

struct ConcurrencyOutput {
  std::optional<std::int32_t> reserved;
};
constexpr Member kOutput[] = {
    Field<&ConcurrencyOutput::reserved>("ReservedConcurrentExecutions", shapes::kInteger),
};

Result<ConcurrencyOutput> PutConcurrency(Context& context, const ConcurrencyInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  Function function = **found;
  function.reserved_concurrency = *input.reserved;
  context.Emit(FunctionPut{std::move(function)});
  return ConcurrencyOutput{input.reserved};
}

Result<ConcurrencyOutput> GetConcurrency(Context& context, const ConcurrencyInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  return ConcurrencyOutput{(*found)->reserved_concurrency};
}

Result<NoOutput> DeleteConcurrency(Context& context, const ConcurrencyInput& input) {
  const auto found = FindNamedFunction(context, *input.function_name);
  if (!found) return found.error();
  Function function = **found;
  function.reserved_concurrency.reset();
  context.Emit(FunctionPut{std::move(function)});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kPutFunctionConcurrency =
    DefineOperation<ConcurrencyInput, ConcurrencyOutput, PutConcurrency>("PutFunctionConcurrency",
                                                                         kPutInput, kOutput);
extern constexpr Operation kGetFunctionConcurrency =
    DefineOperation<ConcurrencyInput, ConcurrencyOutput, GetConcurrency>("GetFunctionConcurrency",
                                                                         kInput, kOutput);
extern constexpr Operation kDeleteFunctionConcurrency =
    DefineOperation<ConcurrencyInput, DeleteConcurrency>("DeleteFunctionConcurrency", kInput);

}  // namespace runnel

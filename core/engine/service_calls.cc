#include "core/engine/service_calls.h"

#include <boost/json/serialize.hpp>

#include "core/api/validation.h"
#include "core/base/check.h"
#include "core/base/json_document.h"
#include "core/integrations/cloudformation/call_input.h"
#include "core/integrations/logs/log_operations.h"
#include "core/integrations/rest_routes.h"
#include "core/operations/operation_table.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

namespace bj = boost::json;

const Operation* FindOperationOfAny(std::string_view name) {
  constexpr std::string_view kLambda = "lambda:";
  constexpr std::string_view kPipes = "pipes:";
  if (name.starts_with(kLambda)) return FindLambdaOperation(name.substr(kLambda.size()));
  if (name.starts_with(kPipes)) return FindPipesOperation(name.substr(kPipes.size()));
  if (const Operation* const found = FindOperation(kKinesisTarget, name)) return found;
  if (const Operation* const found = FindLambdaOperation(name)) return found;
  if (const Operation* const found = FindPipesOperation(name)) return found;
  return FindLogOperation(name);
}

}  // namespace

Result<bj::object> ServiceCalls::Call(const Scope& caller, std::string_view name,
                                      const bj::object& input) const {
  const Operation* const operation = FindOperationOfAny(name);
  RUNNEL_CHECK(operation != nullptr);
  const auto invocation = operation->make();
  ShapeReader reader(&operation->input, invocation->input());
  bj::value fitting = input;
  cloudformation::FitToShape(operation->input, fitting);
  json::Read(bj::serialize(fitting), reader);
  if (auto wrong = reader.TakeError()) return *std::move(wrong);
  const void* const read = invocation->input();
  if (auto invalid = Validate(operation->input, read, PartitionKeyRule::kRequired)) {
    return *std::move(invalid);
  }
  Context context = make_context_(caller);
  context.is_own = true;
  Result<void> result = invocation->Run(context);
  if (result) result = check_(context);
  if (result) commit_(context.mutations);
  note_(context, result);
  if (!result) return result.error();
  if (const auto loaded = invocation->Load(); !loaded) return loaded.error();
  if (!operation->has_output) return bj::object();
  std::string text;
  json::Write(operation->output, invocation->output(), text);
  return ParseJsonObject(text);
}

}  // namespace runnel

// GetAccountSettings.
// Source: integrations 4.4.
#include <algorithm>
#include <span>

#include "core/api/shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct FunctionAccountInput {};
constexpr std::span<const Member> kInput;

// AWS: what a new account has. Nothing of it is looked at here but the size of code.
struct FunctionLimits {
  std::int64_t total_code_size = 80'530'636'800;
  std::int64_t code_size_unzipped = 262'144'000;
  std::int64_t code_size_zipped = 52'428'800;
  std::int32_t concurrent_executions = 1000;
  std::int32_t unreserved_concurrent_executions = 1000;
};
constexpr Member kLimitMembers[] = {
    Field<&FunctionLimits::total_code_size>("TotalCodeSize", shapes::kLong),
    Field<&FunctionLimits::code_size_unzipped>("CodeSizeUnzipped", shapes::kLong),
    Field<&FunctionLimits::code_size_zipped>("CodeSizeZipped", shapes::kLong),
    Field<&FunctionLimits::concurrent_executions>("ConcurrentExecutions", shapes::kInteger),
    Field<&FunctionLimits::unreserved_concurrent_executions>("UnreservedConcurrentExecutions",
                                                             shapes::kInteger),
};
constexpr Shape kLimits = StructureShape(kLimitMembers);

struct FunctionUsage {
  std::int64_t total_code_size = 0;
  std::int64_t function_count = 0;
};
constexpr Member kUsageMembers[] = {
    Field<&FunctionUsage::total_code_size>("TotalCodeSize", shapes::kLong),
    Field<&FunctionUsage::function_count>("FunctionCount", shapes::kLong),
};
constexpr Shape kUsage = StructureShape(kUsageMembers);

struct FunctionAccountOutput {
  FunctionLimits limits;
  FunctionUsage usage;
};
constexpr Member kOutput[] = {
    Field<&FunctionAccountOutput::limits>("AccountLimit", kLimits),
    Field<&FunctionAccountOutput::usage>("AccountUsage", kUsage),
};

Result<FunctionAccountOutput> GetAccountSettings(Context& context, const FunctionAccountInput&) {
  FunctionAccountOutput output;
  std::int32_t& unreserved = output.limits.unreserved_concurrent_executions;
  for (const auto& [name, function] : context.state.AccountIn(context.caller).functions) {
    ++output.usage.function_count;
    unreserved -= std::min(unreserved, function.reserved_concurrency.value_or(0));
    const auto add = [&output](const FunctionVersion& version) {
      if (version.code) output.usage.total_code_size += version.code->size();
    };
    add(function.latest);
    for (const auto& [number, version] : function.versions) add(version);
  }
  return output;
}

}  // namespace

extern constexpr Operation kGetAccountSettings =
    DefineOperation<FunctionAccountInput, FunctionAccountOutput, GetAccountSettings>(
        "GetAccountSettings", kInput, kOutput);

}  // namespace runnel

// Source: kinesis-api 9.6.
#include "core/api/shapes.h"
#include "core/operations/operation.h"
#include "core/operations/policy_target.h"

namespace runnel {
namespace {

struct GetResourcePolicyInput {
  std::optional<std::string> resource_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&GetResourcePolicyInput::resource_arn>("ResourceARN", shapes::kResourceArn).Required(),
    Field<&GetResourcePolicyInput::stream_id>("StreamId", shapes::kStreamId),
};

struct GetResourcePolicyOutput {
  std::optional<std::string> policy;
};
constexpr Member kOutput[] = {
    Field<&GetResourcePolicyOutput::policy>("Policy", shapes::kText).Required(),
};

Result<GetResourcePolicyOutput> GetResourcePolicy(Context& context,
                                                  const GetResourcePolicyInput& input) {
  const auto target = FindPolicyTarget(context, "GetResourcePolicy", *input.resource_arn);
  if (!target) return target.error();
  // AWS: without a policy the answer is an empty document, not an error.
  return GetResourcePolicyOutput{target->policy->value_or("{}")};
}

}  // namespace

extern constexpr Operation kGetResourcePolicy =
    DefineOperation<GetResourcePolicyInput, GetResourcePolicyOutput, GetResourcePolicy>(
        "GetResourcePolicy", kInput, kOutput);

}  // namespace runnel

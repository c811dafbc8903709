// Source: kinesis-api 9.6.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/policy_target.h"

namespace runnel {
namespace {

struct DeleteResourcePolicyInput {
  std::optional<std::string> resource_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&DeleteResourcePolicyInput::resource_arn>("ResourceARN", shapes::kResourceArn).Required(),
    Field<&DeleteResourcePolicyInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<NoOutput> DeleteResourcePolicy(Context& context, const DeleteResourcePolicyInput& input) {
  const auto target = FindPolicyTarget(context, "DeleteResourcePolicy", *input.resource_arn);
  if (!target) return target.error();
  if (target->stream != nullptr) {
    if (const auto ready = RequireActiveOrUpdating(*target->stream); !ready) return ready.error();
  }
  if (!*target->policy) return error::PolicyNotFound(*input.resource_arn);
  context.Emit(PolicyChanged{target->uid, std::nullopt});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kDeleteResourcePolicy =
    DefineOperation<DeleteResourcePolicyInput, DeleteResourcePolicy>("DeleteResourcePolicy",
                                                                     kInput);

}  // namespace runnel

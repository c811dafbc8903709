// Source: kinesis-api 9.6.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/policy_target.h"
#include "core/policy/policy_document.h"

namespace runnel {
namespace {

struct PutResourcePolicyInput {
  std::optional<std::string> resource_arn;
  std::optional<std::string> stream_id;
  std::optional<std::string> policy;
};
constexpr Member kInput[] = {
    Field<&PutResourcePolicyInput::resource_arn>("ResourceARN", shapes::kResourceArn).Required(),
    Field<&PutResourcePolicyInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&PutResourcePolicyInput::policy>("Policy", shapes::kText).Required(),
};

Result<NoOutput> PutResourcePolicy(Context& context, const PutResourcePolicyInput& input) {
  const auto target = FindPolicyTarget(context, "PutResourcePolicy", *input.resource_arn);
  if (!target) return target.error();
  if (target->consumer != nullptr && target->consumer->status != ConsumerStatus::kActive) {
    return error::ConsumerNotActiveAsResource(target->consumer->arn);
  }
  if (target->stream != nullptr) {
    if (const auto ready = RequireActiveOrUpdating(*target->stream); !ready) return ready.error();
  }
  if (input.policy->size() > limits::kPolicyBytesMax) {
    return error::PolicyTooLarge(limits::kPolicyBytesMax);
  }
  const auto kind =
      target->consumer == nullptr ? PolicyResourceKind::kStream : PolicyResourceKind::kConsumer;
  const std::string fault = FindPolicyFault(*input.policy, kind, *input.resource_arn);
  if (!fault.empty()) return error::PolicyMalformed(fault);
  context.Emit(PolicyChanged{target->uid, *input.policy});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kPutResourcePolicy =
    DefineOperation<PutResourcePolicyInput, PutResourcePolicy>("PutResourcePolicy", kInput);

}  // namespace runnel

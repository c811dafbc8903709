#include "core/operations/policy_target.h"

#include "core/api/errors.h"
#include "core/api/identity.h"
#include "core/operations/tagged_resource.h"

namespace runnel {
namespace {

const AccountId& AccountOf(const ResourceArn& arn) {
  if (const auto* stream = std::get_if<StreamArn>(&arn)) return stream->scope.account;
  if (const auto* consumer = std::get_if<ConsumerArn>(&arn)) return consumer->stream.scope.account;
  return std::get<ChannelArn>(arn).scope.account;
}

}  // namespace

Result<PolicyTarget> FindPolicyTarget(const Context& context, std::string_view operation,
                                      const std::string& arn) {
  const auto parsed = ParseResourceArn(arn);
  if (!parsed) return error::InvalidArn(arn);
  if (std::holds_alternative<ChannelArn>(*parsed)) return error::PolicyNotForChannels(arn);
  if (AccountOf(*parsed) != context.caller.account) {
    return error::NotAuthorized(RootArn(context.caller.account),
                                "kinesis:" + std::string(operation), arn,
                                error::Refusal::kNoIdentityPolicy);
  }
  const auto resource = FindResource(context, arn);
  if (!resource) return resource.error();
  if (const auto* stream = std::get_if<const Stream*>(&*resource)) {
    return PolicyTarget{(*stream)->uid, &(*stream)->policy, *stream, nullptr};
  }
  const Consumer* const consumer = std::get<const Consumer*>(*resource);
  return PolicyTarget{consumer->uid, &consumer->policy, nullptr, consumer};
}

}  // namespace runnel

#include "core/engine/run_operation.h"

#include <variant>

#include "core/engine/authorization.h"
#include "core/operations/operation_table.h"
#include "core/operations/throttling.h"

namespace runnel {
namespace {

// The stream that the call names by itself or by one of its consumers; null: there is none.
const Stream* NamedStream(const DecodedRequest& decoded, const Context& context) {
  const auto arn = ParseResourceArn(decoded.resource);
  if (!arn) return context.state.FindStream(context.caller, decoded.resource);
  const auto* const consumer = std::get_if<ConsumerArn>(&*arn);
  const auto* const stream =
      consumer != nullptr ? &consumer->stream : std::get_if<StreamArn>(&*arn);
  return stream == nullptr ? nullptr
                           : context.state.FindStream(stream->scope, stream->stream.text());
}

// Whether a call that lacks partition keys names a stream that does not need them
// (kinesis-api-45 6.1).
bool AddressesAutoStream(const DecodedRequest& decoded, const Context& context) {
  const Stream* const stream = NamedStream(decoded, context);
  return stream != nullptr && stream->distribution == RecordDistributionStrategy::kAuto;
}

}  // namespace

Result<void> RunOperation(DecodedRequest& decoded, Context& context) {
  if (decoded.invalid) {
    const bool auto_distribution = AddressesAutoStream(decoded, context);
    if (!auto_distribution) return *decoded.invalid;
    if (decoded.invalid_under_auto) return *decoded.invalid_under_auto;
  }
  if (decoded.access && context.settings.enforce_policies) {
    if (auto authorized = Authorize(decoded, context); !authorized) return authorized;
  }
  if (decoded.service == Service::kKinesis &&
      (context.settings.enforce_rate_quotas || context.state.any_limits_enforced())) {
    const auto counted = CountCall(context, decoded.operation->name, NamedStream(decoded, context));
    if (!counted) return counted.error();
  }
  return decoded.invocation->Run(context);
}

}  // namespace runnel

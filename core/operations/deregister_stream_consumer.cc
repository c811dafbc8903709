// Source: kinesis-api 4.25.
#include "core/operations/addressing.h"
#include "core/operations/consumer_address.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

Result<NoOutput> DeregisterStreamConsumer(Context& context, const ConsumerAddressInput& input) {
  const auto found =
      FindConsumer(context, input.stream_arn, input.consumer_name, input.consumer_arn);
  if (!found) return found.error();
  // AWS: no state is refused; a consumer that is going already stays so.
  if ((*found)->status == ConsumerStatus::kDeleting) return NoOutput{};
  context.Emit(ConsumerDeletionStarted{(*found)->uid,
                                       context.now + context.settings.deregister_consumer_delay});
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kDeregisterStreamConsumer =
    DefineOperation<ConsumerAddressInput, DeregisterStreamConsumer>("DeregisterStreamConsumer",
                                                                    kConsumerAddressInput);

}  // namespace runnel

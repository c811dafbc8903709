// Source: kinesis-api 4.24.
#include <algorithm>

#include "core/api/errors.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/consumer_description.h"
#include "core/operations/operation.h"
#include "core/operations/tags.h"

namespace runnel {
namespace {

struct RegisterStreamConsumerInput {
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
  std::optional<std::string> consumer_name;
  std::optional<TagMap> tags;
};
constexpr Member kInput[] = {
    Field<&RegisterStreamConsumerInput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
    Field<&RegisterStreamConsumerInput::stream_id>("StreamId", shapes::kStreamId),
    Field<&RegisterStreamConsumerInput::consumer_name>("ConsumerName", shapes::kConsumerName)
        .Required(),
    Field<&RegisterStreamConsumerInput::tags>("Tags", shapes::kTagMap),
};

struct RegisterStreamConsumerOutput {
  std::optional<ConsumerOutput> consumer;
};
constexpr Member kOutput[] = {
    Field<&RegisterStreamConsumerOutput::consumer>("Consumer", kConsumerShape).Required(),
};

Result<void> CheckConsumerQuotas(const Context& context, const Stream& stream) {
  const bool commitment = context.state.AccountIn(stream.arn.scope).commitment.InForce(context.now);
  const std::int32_t limit =
      commitment ? limits::kConsumersPerStreamWithCommitmentMax : limits::kConsumersPerStreamMax;
  if (static_cast<std::int64_t>(stream.consumers.size()) >= limit) {
    return error::ConsumerLimit(stream.name(), stream.account(), limit);
  }
  if (!context.settings.enforce_rate_quotas) return {};
  const auto creating = std::count_if(
      stream.consumers.begin(), stream.consumers.end(),
      [](const auto& entry) { return entry.second->status == ConsumerStatus::kCreating; });
  if (creating >= limits::kConsumersCreatingMax) {
    return error::TooManyConsumersCreating(stream.name(), stream.account(),
                                           limits::kConsumersCreatingMax);
  }
  return {};
}

Result<RegisterStreamConsumerOutput> RegisterStreamConsumer(
    Context& context, const RegisterStreamConsumerInput& input) {
  const auto found = FindActiveStream(context, std::nullopt, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  const TagMap tags = input.tags.value_or(TagMap());
  if (const auto checked = CheckResourceTags(context, tags); !checked) return checked.error();
  if (tags.size() > limits::kTagsMax)
    return error::TooManyTags(*input.stream_arn, limits::kTagsMax);
  const ConsumerName name(*input.consumer_name);
  if (stream.consumers.contains(name.text())) return error::ConsumerExists(name, stream.arn);
  if (const auto fits = CheckConsumerQuotas(context, stream); !fits) return fits.error();
  Consumer consumer;
  consumer.uid = context.state.next_consumer_uid();
  consumer.arn = {stream.arn, name, context.now.seconds()};
  consumer.created_at = context.now;
  // With no delay the consumer is ACTIVE when the call returns, and still the answer says CREATING.
  context.Emit(ConsumerRegistered{consumer.uid, stream.uid, consumer.arn, context.now, tags,
                                  context.now + context.settings.register_consumer_delay});
  return RegisterStreamConsumerOutput{ConsumerOutput::Of(consumer)};
}

}  // namespace

extern constexpr Operation kRegisterStreamConsumer =
    DefineOperation<RegisterStreamConsumerInput, RegisterStreamConsumerOutput,
                    RegisterStreamConsumer>("RegisterStreamConsumer", kInput, kOutput);

}  // namespace runnel

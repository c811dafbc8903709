// Errors of consumers, tags, policies, channels and the emulator's own operations.
#include "core/api/error_kinds.h"
#include "core/api/errors.h"

namespace runnel::error {
// Another emulator's wording; the service's was not observed (4.26).
Error ConsumerNotFound(std::string_view name_or_arn, const AccountId& account) {
  return ResourceNotFound("Consumer " + std::string(name_or_arn) + ", account " + account.text() +
                          " not found.");
}
// Not observed (4.24).
Error ConsumerExists(const ConsumerName& consumer, const StreamArn& stream) {
  return ResourceInUse("Consumer " + consumer.text() + " under stream " + stream.ToString() +
                       " already exists for account " + stream.scope.account.text() + ".");
}
// Not observed (4.26).
Error ConsumerAddressMissing() {
  return InvalidArgument("Either ConsumerARN or both StreamARN and ConsumerName must be provided.");
}
// Not observed (4.25).
Error ConsumerAddressesDiffer() {
  return InvalidArgument(
      "ConsumerARN does not refer to the consumer named by StreamARN and ConsumerName.");
}
// Not observed (7.3).
Error ConsumerLimit(const StreamName& stream, const AccountId& account, std::int32_t limit) {
  return LimitExceeded(
      "This request would exceed the limit on the number of registered consumers for stream " +
      Of(stream, account) + ". Limit: " + std::to_string(limit) + ".");
}
// Not observed (7.3).
Error TooManyConsumersCreating(const StreamName& stream, const AccountId& account,
                               std::int32_t limit) {
  return LimitExceeded(
      "This request would exceed the limit on the number of consumers that can simultaneously be "
      "in CREATING for stream " +
      Of(stream, account) + ". Limit: " + std::to_string(limit) + ".");
}
Error ConsumerNotActive(const ConsumerArn& consumer) {
  // AWS: the space before the comma is the service's own.
  return ResourceInUse("Consumer " + consumer.consumer.text() + " with creation timestamp " +
                       std::to_string(consumer.created_seconds) +
                       " under stream: " + consumer.stream.stream.text() + " , account " +
                       consumer.stream.scope.account.text() + " is not in ACTIVE status.");
}
Error ConsumerNotActiveAsResource(const ConsumerArn& consumer) {
  return ResourceInUse("Consumer " + consumer.consumer.text() + " with creation timestamp " +
                       std::to_string(consumer.created_seconds) + " under stream " +
                       consumer.stream.stream.text() + " and account " +
                       consumer.stream.scope.account.text() + " is not in ACTIVE status.");
}
// The code is documented, the text was not observed (8.2).
Error RateExceededForSubscription(const ConsumerArn& consumer, ShardId shard) {
  return LimitExceeded("Rate exceeded for consumer " + consumer.consumer.text() + " and shard " +
                       shard.ToString() + " in stream " +
                       Of(consumer.stream.stream, consumer.stream.scope.account) + ".");
}
Error SubscriptionExists(const ConsumerArn& consumer, ShardId shard) {
  return ResourceInUse("Another active subscription exists for this consumer: " +
                       consumer.stream.scope.account.text() + ":" + consumer.stream.stream.text() +
                       ":" + shard.ToString() + ":" + consumer.consumer.text());
}

Error InvalidTagCharacters() {
  return InvalidArgument(
      "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white "
      "space, _ . / = + - % @.");
}
Error IllegalTagCharacters(std::string_view verb, std::string_view preposition,
                           const StreamName& stream, const AccountId& account) {
  return InvalidArgument("Failed to " + std::string(verb) + " tags " + std::string(preposition) +
                         " stream " + Of(stream, account) +
                         " because some tags contained illegal characters. The allowed characters "
                         "are Unicode letters, white-spaces, '_',',','/','=','+','-','@'.");
}
// OBSERVED: the sentence, when the limit was 10; the number follows today's limit (13, point 7).
Error TooManyTagsOnStream(const StreamName& stream, const AccountId& account, std::size_t limit) {
  return InvalidArgument("Failed to add tags to stream " + Of(stream, account) +
                         " because a given stream cannot have more than " + std::to_string(limit) +
                         " tags associated with it.");
}
// Not observed (4.23).
Error TooManyTags(std::string_view arn, std::size_t limit) {
  return InvalidArgument("Failed to add tags to resource " + std::string(arn) +
                         " because a given resource cannot have more than " +
                         std::to_string(limit) + " tags associated with it.");
}
// Not observed (4.1).
Error ReservedTagKey(std::string_view key) {
  return InvalidArgument("Tag key " + std::string(key) +
                         " is invalid. Keys must not start with aws:.");
}
// Another emulator's wording; the service's was not observed (9.6).
Error PolicyNotFound(std::string_view arn) {
  return ResourceNotFound("No resource policy found for resource ARN " + std::string(arn) + ".");
}
// Not observed (9.6).
Error PolicyTooLarge(std::size_t bytes_max) {
  return InvalidArgument("The policy exceeds the maximum size of " + std::to_string(bytes_max) +
                         " bytes.");
}
// Not observed (9.6).
Error PolicyMalformed(std::string_view why) {
  return InvalidArgument("The policy is invalid: " + std::string(why));
}
// Not observed (kinesis-api-45 2.7).
Error PolicyNotForChannels(std::string_view arn) {
  return InvalidArgument("Resource policies are not supported for channels: " + std::string(arn));
}

// No text of the channel operations was observed (kinesis-api-45 2.4, 2.5).
Error ChannelNotFound(std::string_view arn, const AccountId& account) {
  return ResourceNotFound("Channel " + std::string(arn) + " under account " + account.text() +
                          " not found.");
}
Error ChannelExists(const ChannelName& channel, const AccountId& account) {
  return ResourceInUse("Channel " + channel.text() + " under account " + account.text() +
                       " already exists.");
}
Error ChannelNotActive(const ChannelName& channel, const AccountId& account,
                       std::string_view status) {
  return ResourceInUse("Channel " + channel.text() + " under account " + account.text() +
                       " not ACTIVE, instead in state " + std::string(status));
}
Error ChannelArgument(std::string_view message) { return InvalidArgument(std::string(message)); }
Error ChannelOfTypeExists(std::string_view type, const StreamName& stream,
                          const AccountId& account) {
  return LimitExceeded("Stream " + Of(stream, account) + " already has a channel with a " +
                       std::string(type) + " destination.");
}
Error ChannelNotFlushed(const ChannelName& channel, std::string_view why) {
  return Error(
      "InternalFailure",
      "What channel " + channel.text() + " had to deliver was not written: " + std::string(why),
      500);
}
Error DeliveryNotTaken(std::string_view delivery_id) {
  return ResourceNotFound("No delivery " + std::string(delivery_id) +
                          " was taken that has not been completed.");
}
Error ChannelLimit(const AccountId& account, std::int32_t limit) {
  return LimitExceeded(
      "This request would exceed the limit on the number of channels for the account " +
      account.text() + ". Limit: " + std::to_string(limit) + ".");
}

Error ControlArgument(std::string_view message) { return InvalidArgument(std::string(message)); }
Error FaultRuleNotFound(std::string_view rule_id) {
  return ResourceNotFound("There is no fault rule '" + std::string(rule_id) +
                          "'. Runnel.ListFaultRules tells which there are.");
}
Error ScenarioNotFound(std::string_view name, std::string_view known) {
  return ResourceNotFound("There is no scenario '" + std::string(name) +
                          "'. Scenarios: " + std::string(known) + ".");
}
Error Injected(std::string_view code, std::string_view message, int http_status) {
  return Error(std::string(code), std::string(message), http_status);
}
std::string InjectedBy(std::string_view rule_id) {
  return "Injected by the fault rule " + std::string(rule_id) + ".";
}

}  // namespace runnel::error

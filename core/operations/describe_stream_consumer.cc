// Source: kinesis-api 4.26.
#include "core/operations/addressing.h"
#include "core/operations/consumer_address.h"
#include "core/operations/consumer_description.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct ConsumerDescriptionOutput : ConsumerOutput {
  std::optional<std::string> stream_arn;
};
constexpr Member kDescriptionOnly[] = {
    Field<&ConsumerDescriptionOutput::stream_arn>("StreamARN", shapes::kStreamArn).Required(),
};
constexpr auto kDescription = JoinMembers(kConsumerMembers, kDescriptionOnly);
constexpr Shape kDescriptionShape = StructureShape(kDescription);

struct DescribeStreamConsumerOutput {
  std::optional<ConsumerDescriptionOutput> consumer_description;
};
constexpr Member kOutput[] = {
    Field<&DescribeStreamConsumerOutput::consumer_description>("ConsumerDescription",
                                                               kDescriptionShape)
        .Required(),
};

Result<DescribeStreamConsumerOutput> DescribeStreamConsumer(Context& context,
                                                            const ConsumerAddressInput& input) {
  const auto found =
      FindConsumer(context, input.stream_arn, input.consumer_name, input.consumer_arn);
  if (!found) return found.error();
  ConsumerDescriptionOutput description;
  static_cast<ConsumerOutput&>(description) = ConsumerOutput::Of(**found);
  description.stream_arn = (*found)->arn.stream.ToString();
  return DescribeStreamConsumerOutput{std::move(description)};
}

}  // namespace

extern constexpr Operation kDescribeStreamConsumer =
    DefineOperation<ConsumerAddressInput, DescribeStreamConsumerOutput, DescribeStreamConsumer>(
        "DescribeStreamConsumer", kConsumerAddressInput, kOutput);

}  // namespace runnel

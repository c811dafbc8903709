// Source: kinesis-api 4.3, kinesis-api-45 2.7.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/operation.h"
#include "core/operations/quotas.h"

namespace runnel {
namespace {

struct DeleteStreamInput {
  std::optional<std::string> stream_name;
  std::optional<bool> enforce_consumer_deletion;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
constexpr Member kInput[] = {
    Field<&DeleteStreamInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&DeleteStreamInput::enforce_consumer_deletion>("EnforceConsumerDeletion",
                                                         shapes::kBoolean),
    Field<&DeleteStreamInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&DeleteStreamInput::stream_id>("StreamId", shapes::kStreamId),
};

Result<NoOutput> DeleteStream(Context& context, const DeleteStreamInput& input) {
  const auto found = FindStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  // AWS: a stream may be deleted while it is still being created.
  if (stream.status != StreamStatus::kCreating) {
    if (const auto active = RequireActive(stream); !active) return active.error();
  }
  if (!stream.consumers.empty() && !input.enforce_consumer_deletion.value_or(false)) {
    return error::StreamHasConsumers(stream.name(), stream.account());
  }
  if (HasBlockingChannel(context.state, stream)) {
    return error::StreamHasChannels(stream.name(), stream.account());
  }
  if (context.settings.enforce_rate_quotas && stream.status != StreamStatus::kCreating &&
      context.state.AccountIn(stream.arn.scope).usage.streams_creating_or_deleting >=
          limits::kStreamsCreatingOrDeletingMax) {
    return error::TooManyStreamsChanging(stream.account(), limits::kStreamsCreatingOrDeletingMax);
  }
  const Timestamp due = context.now + context.settings.delete_stream_delay;
  context.Emit(StreamChangeStarted{stream.uid, PendingDeletion{}, due});
  // AWS: its consumers are DELETING with it, so nobody can subscribe any more.
  for (const auto& [name, consumer] : stream.consumers) {
    if (consumer->status == ConsumerStatus::kDeleting) continue;
    context.Emit(ConsumerDeletionStarted{consumer->uid, due});
  }
  return NoOutput{};
}

}  // namespace

extern constexpr Operation kDeleteStream =
    DefineOperation<DeleteStreamInput, DeleteStream>("DeleteStream", kInput);

}  // namespace runnel

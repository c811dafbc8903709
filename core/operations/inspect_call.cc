// The emulator's own operation InspectCall: what one of the latest calls asked and was answered, as
// JSON whatever protocol it came by, at most the first 4,096 bytes of either. Headers are not among
// it, and so no signatures. What is refused is kept always, and everything for a minute after an
// InspectActivity.
#include "core/api/errors.h"
#include "core/api/shapes.h"
#include "core/inspect/activity.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct InspectCallInput {
  std::optional<std::int64_t> number;
};
constexpr Shape kNumber = NumberShape(ShapeKind::kLong, 1);
constexpr Member kInput[] = {
    Field<&InspectCallInput::number>("Number", kNumber).Required(),
};

struct InspectCallOutput {
  std::int64_t number = 0;
  // Absent: they are not kept.
  std::optional<std::string> request;
  std::optional<std::int64_t> request_bytes;
  std::optional<std::string> reply;
  std::optional<std::int64_t> reply_bytes;
};
constexpr Member kOutput[] = {
    Field<&InspectCallOutput::number>("Number", shapes::kLong).Required(),
    Field<&InspectCallOutput::request>("Request", shapes::kText),
    Field<&InspectCallOutput::request_bytes>("RequestBytes", shapes::kLong),
    Field<&InspectCallOutput::reply>("Reply", shapes::kText),
    Field<&InspectCallOutput::reply_bytes>("ReplyBytes", shapes::kLong),
};

Result<InspectCallOutput> InspectCall(Context& context, const InspectCallInput& input) {
  const ActivityEntry* const entry =
      context.activity->Find(static_cast<std::uint64_t>(*input.number));
  if (entry == nullptr) {
    return error::ControlArgument("Number must be that of one of the latest " +
                                  std::to_string(Activity::kEntriesMax) +
                                  " calls, as InspectActivity lists them.");
  }
  InspectCallOutput output;
  output.number = *input.number;
  if (!entry->bodies) return output;
  output.request = entry->bodies->request.text;
  output.request_bytes = static_cast<std::int64_t>(entry->bodies->request.bytes);
  output.reply = entry->bodies->reply.text;
  output.reply_bytes = static_cast<std::int64_t>(entry->bodies->reply.bytes);
  return output;
}

}  // namespace

extern constexpr Operation kInspectCall =
    DefineOperation<InspectCallInput, InspectCallOutput, InspectCall>("InspectCall", kInput,
                                                                      kOutput);

}  // namespace runnel

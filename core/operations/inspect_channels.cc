// The emulator's own operation InspectChannels: how channels fare, of all accounts and regions.
// core/inspect/channel_view.h says what the members mean.
#include "core/api/shapes.h"
#include "core/inspect/channel_view.h"
#include "core/operations/channel_shapes.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kView[] = {
    Field<&ChannelView::account_id>("AccountId", shapes::kText).Required(),
    Field<&ChannelView::region>("Region", shapes::kText).Required(),
    Field<&ChannelView::channel_name>("ChannelName", shapes::kText).Required(),
    Field<&ChannelView::channel_id>("ChannelId", shapes::kText).Required(),
    Field<&ChannelView::channel_arn>("ChannelARN", shapes::kText).Required(),
    Field<&ChannelView::status>("ChannelStatus", shapes::kText).Required(),
    Field<&ChannelView::status_reason>("ChannelStatusReason", shapes::kText),
    Field<&ChannelView::stream_name>("StreamName", shapes::kText).Required(),
    Field<&ChannelView::destination>("ChannelDestinationType", shapes::kText).Required(),
    Field<&ChannelView::destination_arn>("DestinationARN", shapes::kText).Required(),
    Field<&ChannelView::note>("Note", shapes::kText).Required(),
    Field<&ChannelView::undelivered_records>("UndeliveredRecords", shapes::kLong).Required(),
    Field<&ChannelView::undelivered_bytes>("UndeliveredBytes", shapes::kLong).Required(),
    Field<&ChannelView::oldest_age_millis>("OldestAgeMillis", shapes::kLong).Required(),
    Field<&ChannelView::next_due_millis>("NextDueMillis", shapes::kLong),
    Field<&ChannelView::being_written>("BeingWritten", shapes::kBoolean).Required(),
    Field<&ChannelView::objects>("Objects", shapes::kLong).Required(),
    Field<&ChannelView::records>("Records", shapes::kLong).Required(),
    Field<&ChannelView::bytes>("Bytes", shapes::kLong).Required(),
    Field<&ChannelView::dead_letters>("DeadLetters", shapes::kLong).Required(),
    Field<&ChannelView::last_key>("LastKey", shapes::kText),
    Field<&ChannelView::failed_writes>("FailedWrites", shapes::kInteger).Required(),
    Field<&ChannelView::last_error>("LastError", shapes::kText),
};
constexpr Shape kViewShape = StructureShape(kView);
constexpr Shape kViewList = ListShape<ChannelView>(kViewShape);

struct InspectChannelsInput {
  std::optional<std::string> channel_name;
};
constexpr Member kInput[] = {
    Field<&InspectChannelsInput::channel_name>("ChannelName", channel_shapes::kName),
};

struct InspectChannelsOutput {
  std::int64_t now_millis = 0;
  std::vector<ChannelView> channels;
};
constexpr Member kOutput[] = {
    Field<&InspectChannelsOutput::now_millis>("NowMillis", shapes::kLong).Required(),
    Field<&InspectChannelsOutput::channels>("Channels", kViewList).Required(),
};

Result<InspectChannelsOutput> InspectChannels(Context& context, const InspectChannelsInput& input) {
  InspectChannelsOutput output;
  output.now_millis = context.now.milliseconds;
  output.channels = ViewChannels(context.state, context.settings, context.now);
  std::erase_if(output.channels, [&](const ChannelView& view) {
    return input.channel_name && *input.channel_name != view.channel_name;
  });
  return output;
}

}  // namespace

extern constexpr Operation kInspectChannels =
    DefineOperation<InspectChannelsInput, InspectChannelsOutput, InspectChannels>("InspectChannels",
                                                                                  kInput, kOutput);

}  // namespace runnel

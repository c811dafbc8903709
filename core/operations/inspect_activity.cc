// The emulator's own operation InspectActivity: the calls of the last while, as they happened.
#include <algorithm>

#include "core/api/shapes.h"
#include "core/inspect/activity.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct ActivityCallOutput {
  std::int64_t number = 0;
  std::int64_t at_millis = 0;
  std::string_view operation;
  std::string account_id;
  std::string region;
  std::optional<std::string> resource;
  std::optional<std::string> shard_id;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  std::int64_t refused_records = 0;
  std::optional<std::string> error_code;
  std::optional<std::string> error_message;
  std::optional<std::string> explanation;
  std::optional<std::string> fault_rules;
  std::optional<std::int64_t> microseconds;
  std::optional<std::int64_t> delay_millis;
  bool hung_up = false;
};
constexpr Member kCall[] = {
    Field<&ActivityCallOutput::number>("Number", shapes::kLong).Required(),
    Field<&ActivityCallOutput::at_millis>("AtMillis", shapes::kLong).Required(),
    Field<&ActivityCallOutput::operation>("Operation", shapes::kText),
    Field<&ActivityCallOutput::account_id>("AccountId", shapes::kText).Required(),
    Field<&ActivityCallOutput::region>("Region", shapes::kText).Required(),
    Field<&ActivityCallOutput::resource>("Resource", shapes::kText),
    Field<&ActivityCallOutput::shard_id>("ShardId", shapes::kText),
    Field<&ActivityCallOutput::records>("Records", shapes::kLong).Required(),
    Field<&ActivityCallOutput::bytes>("Bytes", shapes::kLong).Required(),
    Field<&ActivityCallOutput::refused_records>("RefusedRecords", shapes::kLong).Required(),
    Field<&ActivityCallOutput::error_code>("ErrorCode", shapes::kText),
    Field<&ActivityCallOutput::error_message>("ErrorMessage", shapes::kText),
    Field<&ActivityCallOutput::explanation>("Explanation", shapes::kText),
    Field<&ActivityCallOutput::fault_rules>("FaultRules", shapes::kText),
    Field<&ActivityCallOutput::microseconds>("Microseconds", shapes::kLong),
    Field<&ActivityCallOutput::delay_millis>("DelayMillis", shapes::kLong),
    Field<&ActivityCallOutput::hung_up>("HungUp", shapes::kBoolean).Required(),
};
constexpr Shape kCallShape = StructureShape(kCall);
constexpr Shape kCallList = ListShape<ActivityCallOutput>(kCallShape);

struct InspectActivityInput {
  std::optional<std::int64_t> after_number;
  std::optional<std::int32_t> limit;
  std::optional<bool> only_refused;
};
constexpr Shape kNumber = NumberShape(ShapeKind::kLong, 0);
constexpr Shape kLimit = NumberShape(ShapeKind::kInteger, 1, 1000);
constexpr Member kInput[] = {
    Field<&InspectActivityInput::after_number>("AfterNumber", kNumber),
    Field<&InspectActivityInput::limit>("Limit", kLimit),
    Field<&InspectActivityInput::only_refused>("OnlyRefused", shapes::kBoolean),
};

struct InspectActivityOutput {
  std::int64_t last_number = 0;
  std::vector<ActivityCallOutput> calls;
};
constexpr Member kOutput[] = {
    Field<&InspectActivityOutput::last_number>("LastNumber", shapes::kLong).Required(),
    Field<&InspectActivityOutput::calls>("Calls", kCallList).Required(),
};

std::optional<std::string> Present(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void ShowTexts(const ActivityTexts& texts, ActivityCallOutput& call) {
  call.account_id = texts.account;
  call.region = texts.region;
  call.resource = Present(texts.resource);
  call.error_code = Present(texts.error_code);
  call.error_message = Present(texts.error_message);
  call.explanation = Present(texts.explanation);
  call.fault_rules = Present(texts.fault_rules);
}

ActivityCallOutput Show(const ActivityEntry& entry, const State& state) {
  ActivityCallOutput call;
  if (entry.texts) ShowTexts(*entry.texts, call);
  if (const Stream* const stream = state.FindStream(entry.stream)) {
    if (!entry.texts) call.account_id = stream->account().text();
    if (!entry.texts) call.region = stream->arn.scope.region.text();
    // An iterator names its stream, but not in words.
    if (!call.resource) call.resource = stream->name().text();
  }
  call.number = static_cast<std::int64_t>(entry.number);
  call.at_millis = entry.at.milliseconds;
  call.operation = entry.operation;
  if (entry.shard.index >= 0) call.shard_id = entry.shard.ToString();
  call.records = static_cast<std::int64_t>(entry.records);
  call.bytes = static_cast<std::int64_t>(entry.bytes);
  call.refused_records = static_cast<std::int64_t>(entry.refused_records);
  if (entry.microseconds >= 0) call.microseconds = entry.microseconds;
  if (entry.delay > Duration{}) call.delay_millis = entry.delay.milliseconds;
  call.hung_up = entry.hung_up;
  return call;
}

// The oldest first; of more than `Limit`, the latest.
Result<InspectActivityOutput> InspectActivity(Context& context, const InspectActivityInput& input) {
  const Activity& activity = *context.activity;
  const auto after = static_cast<std::uint64_t>(input.after_number.value_or(0));
  const auto limit = static_cast<std::size_t>(input.limit.value_or(100));
  InspectActivityOutput output;
  output.last_number = static_cast<std::int64_t>(activity.last_number());
  for (std::uint64_t number = activity.last_number(); number > after; --number) {
    const ActivityEntry* const entry = activity.Find(number);
    if (entry == nullptr || output.calls.size() == limit) break;
    const bool refused =
        (entry->texts && !entry->texts->error_code.empty()) || entry->refused_records > 0;
    if (input.only_refused.value_or(false) && !refused) continue;
    output.calls.push_back(Show(*entry, context.state));
  }
  std::reverse(output.calls.begin(), output.calls.end());
  return output;
}

}  // namespace

extern constexpr Operation kInspectActivity =
    DefineOperation<InspectActivityInput, InspectActivityOutput, InspectActivity>("InspectActivity",
                                                                                  kInput, kOutput);

}  // namespace runnel

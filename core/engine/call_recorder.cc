#include "core/engine/call_recorder.h"

#include <algorithm>
#include <variant>

#include "core/operations/throttling.h"

namespace runnel {
namespace {

bool IsThrottled(const Result<void>& result, const CallNotes& notes) {
  if (result) return false;
  return IsThrottling(result.error()) || (notes.call == CountedCall::kSubscribeToShard &&
                                          result.error().code() == "LimitExceededException");
}

std::string LimitText(const CallNotes& notes) {
  std::string text = "the limits of AWS hold for this stream: ";
  switch (notes.call) {
    case CountedCall::kPutRecord:
    case CountedCall::kPutRecords:
      return text + "a shard takes 1 MiB and 1,000 records a second";
    case CountedCall::kGetRecords:
      return text + "a shard gives 2 MiB in 5 calls a second";
    case CountedCall::kSubscribeToShard:
      return text + "a consumer may subscribe to a shard once a second";
    case CountedCall::kNone:
      return text + "its shards are asked for an iterator 5 times a second";
  }
  return text;
}

std::string RefusedText(const CallNotes& notes) {
  const auto throttled =
      std::count_if(notes.refused.begin(), notes.refused.end(),
                    [](const RefusedRecord& record) { return record.throttled; });
  return std::to_string(notes.refused.size()) + " of " +
         std::to_string(notes.refused.size() + notes.records) + " records refused, " +
         std::to_string(throttled) + " of them as too much at once";
}

void AddPart(std::string& text, const std::string& part) {
  text.append(text.empty() ? "" : "; ").append(part);
}

std::string Explain(const CallOutcome& outcome, bool throttled) {
  std::string text;
  const bool in_part = outcome.result && !outcome.notes.refused.empty();
  if (in_part) AddPart(text, RefusedText(outcome.notes));
  if (!outcome.fault_rules.empty()) {
    AddPart(text, "struck by fault rule " + std::string(outcome.fault_rules));
  } else if (throttled || in_part) {
    AddPart(text, LimitText(outcome.notes));
  }
  if (outcome.faults.drop_before) AddPart(text, "no answer, and nothing has happened");
  if (outcome.faults.drop_after) AddPart(text, "no answer, and the call has had its effect");
  if (outcome.faults.delay > Duration{}) {
    AddPart(text, std::to_string(outcome.faults.delay.milliseconds) + " ms late");
  }
  return text;
}

}  // namespace

std::string StruckRules(const State& state, const std::vector<Mutation>& counts) {
  std::string ids;
  for (const Mutation& count : counts) {
    const auto& counted = std::get<FaultRuleCounted>(count);
    const auto& rules = state.fault_rules();
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const ActiveFaultRule& active) {
      return active.rule.rule_id == counted.rule_id;
    });
    if (rule == rules.end() || rule->tally.fired == counted.tally.fired) continue;
    ids.append(ids.empty() ? "" : ", ").append(counted.rule_id);
  }
  return ids;
}

std::unique_ptr<std::string> CallRecorder::Record(const CallOutcome& outcome) {
  const bool throttled = IsThrottled(outcome.result, outcome.notes);
  const bool succeeded = outcome.result.has_value();
  statistics_.Note(outcome.notes, outcome.now, succeeded, throttled);
  std::unique_ptr<std::string> explanation;
  if (!succeeded || !outcome.notes.refused.empty() || !outcome.fault_rules.empty()) {
    explanation = std::make_unique<std::string>(Explain(outcome, throttled));
  }
  // Who looks on is not to see himself; who lists calls is taken to look closer at some.
  const bool lists_calls = outcome.looks_on && outcome.decoded.operation->name == "InspectActivity";
  if (lists_calls) activity_.Watch(outcome.host_now);
  entry_is_last_ = !(outcome.looks_on && succeeded);
  if (entry_is_last_) AddEntry(outcome, explanation.get());
  return explanation;
}

void CallRecorder::NoteOwn(const CallNotes& notes, Timestamp now, const Result<void>& result) {
  statistics_.Note(notes, now, result.has_value(), IsThrottled(result, notes));
}

void CallRecorder::AddEntry(const CallOutcome& outcome, const std::string* explanation) {
  const CallNotes& notes = outcome.notes;
  ActivityEntry& entry = activity_.Add();
  entry.at = outcome.now;
  if (outcome.decoded.operation != nullptr) entry.operation = outcome.decoded.operation->name;
  entry.stream = notes.stream;
  entry.shard = notes.shard;
  const bool succeeded = outcome.result && !outcome.decoded.answered;
  // What was refused is looked into even by those who come later.
  if (!succeeded || activity_.IsWatched(outcome.host_now)) {
    entry.bodies = std::make_unique<CallBodies>();
  }
  if (succeeded) {
    entry.records = notes.records;
    entry.bytes = notes.bytes;
  }
  if (succeeded && notes.stream != StreamUid{} && explanation == nullptr) return;
  entry.refused_records = notes.refused.size();
  entry.delay = outcome.faults.delay;
  entry.hung_up = outcome.faults.drop_before || outcome.faults.drop_after;
  entry.texts = std::make_unique<ActivityTexts>();
  ActivityTexts& texts = *entry.texts;
  texts.account = outcome.caller.account.text();
  texts.region = outcome.caller.region.text();
  texts.resource = outcome.decoded.resource;
  if (explanation != nullptr) texts.explanation = *explanation;
  texts.fault_rules = outcome.fault_rules;
  if (outcome.decoded.answered) {
    texts.error_code = outcome.decoded.answered->error_code;
    texts.error_message = outcome.decoded.answered->error_message;
  } else if (!outcome.result) {
    texts.error_code = outcome.result.error().code();
    texts.error_message = outcome.result.error().message();
  }
}

CallBodies* CallRecorder::BodiesOfLast() {
  return entry_is_last_ ? activity_.latest()->bodies.get() : nullptr;
}

void CallRecorder::Forget(const Stream& stream) {
  ActivityTexts texts;
  texts.account = stream.account().text();
  texts.region = stream.arn.scope.region.text();
  texts.resource = stream.name().text();
  activity_.Forget(stream.uid, texts);
}

void CallRecorder::Observe(const Mutation& mutation, const State& state) {
  statistics_.Observe(mutation);
  if (const auto* const deleted = std::get_if<StreamDeleted>(&mutation)) {
    Forget(*state.FindStream(deleted->uid));
  } else if (std::holds_alternative<StateCleared>(mutation) ||
             std::holds_alternative<StateReplaced>(mutation)) {
    Clear(state);
  }
}

void CallRecorder::Clear(const State& state) {
  state.ForEachStream([this](const Stream& stream) { Forget(stream); });
  statistics_.Clear();
}

void CallRecorder::NoteDuration(std::uint64_t microseconds) {
  statistics_.NoteDuration(microseconds);
  if (entry_is_last_) activity_.latest()->microseconds = static_cast<std::int64_t>(microseconds);
}

}  // namespace runnel

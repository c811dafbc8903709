#include "inspector-ui/view_models/summary.h"

namespace runnel {
namespace {

std::string Count(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string StreamText(const StreamView& stream) {
  std::string text = stream.stream_name + ": ";
  text += Count(stream.open_shards, "open shard", "open shards");
  if (stream.closed_shards > 0) text += ", " + std::to_string(stream.closed_shards) + " closed";
  text += ", " + Count(stream.records, "record", "records");
  const std::int64_t throttled = stream.throttled_writes + stream.throttled_reads;
  if (throttled > 0) text += ", " + std::to_string(throttled) + " throttled";
  return text;
}

}  // namespace

std::string SummaryOf(const World& world, const StreamView* stream) {
  if (!world.trouble.empty()) return "not connected";
  if (world.now_millis == 0) return "connecting";
  std::string text = stream == nullptr ? "no streams" : StreamText(*stream);
  std::string rules;
  for (const FaultRuleRow& rule : world.fault_rules) {
    rules.append(rules.empty() ? "; faults: " : ", ").append(rule.rule_id).append(" struck ");
    rules.append(std::to_string(rule.fired)).append(" of ").append(std::to_string(rule.matched));
  }
  if (world.frozen) rules += "; the clock stands still";
  return text + rules;
}

}  // namespace runnel

#include "core/integrations/event_source_mapping/failure_record.h"

#include "core/base/calendar.h"
#include "core/wire/json.h"

namespace runnel {
namespace {

void AppendDigits(std::int64_t number, std::size_t width, std::string& out) {
  const std::string digits = std::to_string(number);
  out.append(width - std::min(width, digits.size()), '0').append(digits);
}

void AppendMember(std::string_view name, std::string_view text, std::string& out) {
  out.append(",\"").append(name).append("\":");
  json::WriteString(text, out);
}

void AppendResponse(const DiscardedBatch& batch, const FailureSource& source, std::string& out) {
  const std::string_view status = batch.too_large ? "413" : "200";
  out.append(R"(,"responseContext":{"statusCode":)").append(status);
  AppendMember("executedVersion", source.executed_version, out);
  out.append(R"(,"functionError":)").append(batch.function_error ? "\"Unhandled\"" : "null");
  out.append("}");
}

std::string_view ConditionOf(const DiscardedBatch& batch) {
  const bool tried = batch.condition == DiscardedBatch::Condition::kRetriesExhausted;
  return tried ? "RetryAttemptsExhausted" : "RecordAgeExceeded";
}

std::string PipeContext(const DiscardedBatch& batch, const FailureSource& source) {
  std::string text = R"({"context":{"partnerResourceArn":)";
  json::WriteString(source.function_arn, text);
  AppendMember("condition", ConditionOf(batch), text);
  return text + "}";
}

std::string RequestContext(const DiscardedBatch& batch, const FailureSource& source) {
  std::string text = R"({"requestContext":{"requestId":)";
  json::WriteString(source.request_id, text);
  AppendMember("functionArn", source.function_arn, text);
  AppendMember("condition", ConditionOf(batch), text);
  const int count = batch.too_large ? 1 : batch.invoke_count;
  text.append(R"(,"approximateInvokeCount":)").append(std::to_string(count)).append("}");
  // AWS: there is none of records that were too old, tried or not.
  if (batch.condition == DiscardedBatch::Condition::kRetriesExhausted) {
    AppendResponse(batch, source, text);
  }
  return text;
}

}  // namespace

std::string FailureMessage(const DiscardedBatch& batch, const FailureSource& source, Timestamp now,
                           bool with_records) {
  std::string text = source.of_pipe ? PipeContext(batch, source) : RequestContext(batch, source);
  AppendMember("version", "1.0", text);
  AppendMember("timestamp", MillisecondTimeText(now), text);
  text.append(R"(,"KinesisBatchInfo":{"shardId":)");
  json::WriteString(source.shard.id.ToString(), text);
  AppendMember("startSequenceNumber", source.shard.NumberAt(batch.first).ToString(), text);
  AppendMember("endSequenceNumber", source.shard.NumberAt(batch.last).ToString(), text);
  AppendMember("approximateArrivalOfFirstRecord", MillisecondTimeText(batch.first_arrival), text);
  AppendMember("approximateArrivalOfLastRecord", MillisecondTimeText(batch.last_arrival), text);
  text.append(R"(,"batchSize":)").append(std::to_string(batch.count));
  AppendMember("streamArn", source.stream_arn, text);
  text.append("}");
  if (with_records) text.append(R"(,"payload":)").append(BatchEvent(batch.events));
  return text + "}";
}

std::string FailureObjectKey(std::string_view mapping_uuid, const Shard& shard, Timestamp now,
                             std::string_view random_uuid) {
  const CalendarTime time = CalendarTimeOf(now);
  std::string day;
  AppendDigits(time.year, 4, day);
  AppendDigits(time.month, 2, day.append("-"));
  AppendDigits(time.day, 2, day.append("-"));
  std::string key = "aws/lambda/";
  key.append(mapping_uuid).append("/").append(shard.id.ToString()).append("/");
  for (const char c : day) key.push_back(c == '-' ? '/' : c);
  key.append("/").append(day).append("T");
  AppendDigits(time.hour, 2, key);
  AppendDigits(time.minute, 2, key.append("."));
  AppendDigits(time.second, 2, key.append("."));
  return key.append("-").append(random_uuid);
}

}  // namespace runnel

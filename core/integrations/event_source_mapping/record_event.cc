#include "core/integrations/event_source_mapping/record_event.h"

#include "core/base/base64.h"
#include "core/base/calendar.h"
#include "core/wire/json.h"

namespace runnel {

void AppendRecordEvent(const EventOrigin& origin, const Shard& shard, const StoredRecord& record,
                       std::string& out) {
  const SequenceNumber number = shard.NumberAt(record.position);
  out += origin.flat ? "{" : R"({"kinesis":{)";
  out += R"("kinesisSchemaVersion":"1.0")";
  // kinesis-api-45 6.2: put without one.
  if (record.partition_key.data() != nullptr) {
    out += R"(,"partitionKey":)";
    json::WriteString(record.partition_key, out);
  }
  out += R"(,"sequenceNumber":")";
  number.AppendTo(out);
  out += R"(","data":")";
  AppendBase64(record.data, out);
  out += R"(","approximateArrivalTimestamp":)";
  json::WriteTimestamp(record.arrival, out);
  if (!origin.flat) out += '}';
  out += R"(,"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":")";
  out += shard.id.ToString();
  out += ':';
  number.AppendTo(out);
  out += R"(","eventName":"aws:kinesis:record","invokeIdentityArn":)";
  json::WriteString(origin.role_arn, out);
  out += R"(,"awsRegion":)";
  json::WriteString(origin.region, out);
  out += R"(,"eventSourceARN":)";
  json::WriteString(origin.source_arn, out);
  out += '}';
}

std::string BatchEvent(std::string_view records) {
  constexpr std::string_view kBefore = R"({"Records":[)";
  constexpr std::string_view kAfter = "]}";
  std::string event;
  event.reserve(kBefore.size() + records.size() + kAfter.size());
  event.append(kBefore).append(records).append(kAfter);
  return event;
}

std::string WindowEvent(std::string_view records, const TumblingWindow& window,
                        const EventOrigin& origin, std::string_view shard_id, bool is_final,
                        bool ended_early) {
  const auto truth = [](bool value) { return value ? "true" : "false"; };
  std::string event = R"({"Records":[)";
  event.append(records).append(R"(],"window":{"start":")").append(ExtendedTimeText(window.start));
  event.append(R"(","end":")").append(ExtendedTimeText(window.end)).append(R"("},"state":)");
  event.append(window.state).append(R"(,"shardId":")").append(shard_id);
  event.append(R"(","eventSourceARN":)");
  json::WriteString(origin.source_arn, event);
  event.append(R"(,"isFinalInvokeForWindow":)").append(truth(is_final));
  event.append(R"(,"isWindowTerminatedEarly":)").append(truth(ended_early)).append("}");
  return event;
}

}  // namespace runnel

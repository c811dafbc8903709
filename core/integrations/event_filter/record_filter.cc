#include "core/integrations/event_filter/record_filter.h"

#include <algorithm>
#include <utility>

#include "core/base/json_document.h"

namespace runnel {
namespace {

namespace bj = boost::json;

bj::string_view Json(std::string_view text) { return {text.data(), text.size()}; }

bool AsksForData(const EventPattern& pattern) {
  return pattern.AsksFor("data") || pattern.AsksFor("kinesis.data");
}

}  // namespace

std::optional<RecordFilter> RecordFilter::Parse(const std::vector<std::string>& patterns,
                                                std::string& fault) {
  RecordFilter filter;
  for (const std::string& text : patterns) {
    auto pattern = EventPattern::Parse(text, fault);
    if (!pattern) return std::nullopt;
    filter.patterns_.push_back(*std::move(pattern));
  }
  return filter;
}

bool RecordFilter::Matches(const FilteredRecord& record) const {
  if (patterns_.empty()) return true;
  bj::object members;
  members["kinesisSchemaVersion"] = "1.0";
  if (record.partition_key.data() != nullptr) members["partitionKey"] = Json(record.partition_key);
  members["sequenceNumber"] = Json(record.sequence_number);
  members["approximateArrivalTimestamp"] =
      static_cast<double>(record.arrival.milliseconds) / 1000.0;
  bool is_json = false;
  if (std::any_of(patterns_.begin(), patterns_.end(), AsksForData)) {
    boost::json::error_code failed;
    bj::value data = ParseJson(record.data, failed);
    is_json = !failed && !EventPattern::IsTooDeep(data);
    if (is_json) members["data"] = std::move(data);
  }
  bj::object event = members;
  event["kinesis"] = std::move(members);
  const bj::value whole(std::move(event));
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const EventPattern& pattern) {
    return (is_json || !AsksForData(pattern)) && pattern.Matches(whole);
  });
}

}  // namespace runnel

// Which records of a stream a filter lets through.
// Source: integrations 2.6, 3.6.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/integrations/event_filter/event_pattern.h"

namespace runnel {

// A record as filters see it.
struct FilteredRecord {
  std::string_view partition_key;  // null data(): put without one
  std::string_view sequence_number;
  Timestamp arrival;
  std::string_view data;  // as it was put, not in base64
};

// Patterns of which one must match. They are rooted at the members of the record
// ({"partitionKey": ["1"], "data": {"city": ["Oslo"]}}), or at "kinesis" with the same members in
// it. `data` is matched as the JSON that the payload holds; a pattern that asks anything of it
// matches no payload that is not JSON, or is too deep for patterns.
class RecordFilter {
 public:
  // Lets everything through.
  RecordFilter() = default;
  // Nullopt when a pattern is not valid; `fault` then says why.
  static std::optional<RecordFilter> Parse(const std::vector<std::string>& patterns,
                                           std::string& fault);

  bool LetsEverythingThrough() const { return patterns_.empty(); }
  bool Matches(const FilteredRecord& record) const;

 private:
  std::vector<EventPattern> patterns_;
};

}  // namespace runnel

#include "inspector-ui/view_models/chosen_record.h"

#include <boost/json.hpp>
#include <cstdint>
#include <limits>
#include <vector>

namespace runnel {

void ChosenRecord::Choose(const std::string& stream_arn, const RecordRow& row) {
  if (Is(stream_arn, row) && whole()) return;
  Clear();
  name_ = {stream_arn, row.shard_id, row.sequence_number};
  Read(row);
}

bool ChosenRecord::Is(const std::string& stream_arn, const RecordRow& row) const {
  return row.sequence_number == name_.sequence_number && row.shard_id == name_.shard_id &&
         stream_arn == name_.stream_arn;
}

boost::json::object ChosenRecord::Question() {
  if (none() || whole() || asked_) return {};
  asked_ = true;
  return {{"StreamARN", name_.stream_arn},
          {"ShardId", name_.shard_id},
          {"FromSequenceNumber", name_.sequence_number},
          {"Limit", 1},
          {"DataBytesMax", std::numeric_limits<std::int32_t>::max()}};
}

void ChosenRecord::TakeWhole(const RecordName& asked, const boost::json::object& answer,
                             const std::string& refusal) {
  if (asked != name_ || whole()) return;
  if (!refusal.empty()) {
    absent_ = refusal;
    return;
  }
  // Where a record is no more, the answer is the next one of its shard.
  const std::vector<RecordRow> rows = ReadRecordRows(answer);
  if (!rows.empty() && Is(name_.stream_arn, rows.front())) Read(rows.front());
  if (!whole()) absent_ = "The stream does not hold it any more.";
}

void ChosenRecord::Read(const RecordRow& row) {
  row_ = row;
  payload_ = ReadPayload(row_.data);
  kind_ = payload_.Kind();
}

}  // namespace runnel

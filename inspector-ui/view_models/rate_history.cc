#include "inspector-ui/view_models/rate_history.h"

#include <utility>

namespace runnel {
namespace {

void AddPoint(std::vector<float>& line, double value) {
  if (line.size() == RateHistory::kPointsMax) line.erase(line.begin());
  line.push_back(static_cast<float>(value));
}

}  // namespace

void RateHistory::Take(const World& world) {
  std::map<std::string, Lines> kept;
  for (const StreamView& stream : world.streams) {
    Lines& lines = kept[stream.stream_arn] = std::move(lines_[stream.stream_arn]);
    AddPoint(lines.incoming, stream.incoming.records_per_second);
    AddPoint(lines.outgoing, stream.outgoing.records_per_second);
  }
  lines_ = std::move(kept);
}

const RateHistory::Lines& RateHistory::Of(const std::string& stream_arn) const {
  static const Lines kNone;
  const auto found = lines_.find(stream_arn);
  return found == lines_.end() ? kNone : found->second;
}

}  // namespace runnel

#include "core/model/stream.h"

#include "core/base/check.h"

namespace runnel {

std::string_view ToText(StreamStatus status) {
  switch (status) {
    case StreamStatus::kCreating:
      return "CREATING";
    case StreamStatus::kActive:
      return "ACTIVE";
    case StreamStatus::kUpdating:
      return "UPDATING";
    case StreamStatus::kDeleting:
      return "DELETING";
  }
  return {};
}

std::string_view ToText(StreamMode mode) {
  return mode == StreamMode::kProvisioned ? "PROVISIONED" : "ON_DEMAND";
}

std::string_view ToText(ConsumerStatus status) {
  switch (status) {
    case ConsumerStatus::kCreating:
      return "CREATING";
    case ConsumerStatus::kActive:
      return "ACTIVE";
    case ConsumerStatus::kDeleting:
      return "DELETING";
  }
  return {};
}

std::string_view ToText(RecordDistributionStrategy strategy) {
  return strategy == RecordDistributionStrategy::kAuto ? "AUTO" : "USER_PARTITION_KEY";
}

void MetricsSet::Add(std::string_view name) {
  if (name == "ALL") {
    bits_ = (1 << kNames.size()) - 1;
    return;
  }
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      bits_ |= static_cast<std::uint8_t>(1 << i);
      return;
    }
  }
  RUNNEL_CHECK(false);
}

std::vector<std::string> MetricsSet::Names() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (bits_ >> i & 1) names.emplace_back(kNames[i]);
  }
  return names;
}

}  // namespace runnel

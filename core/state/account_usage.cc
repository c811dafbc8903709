#include "core/state/account_usage.h"

namespace runnel {

AccountUsage AccountUsage::Of(const Stream& stream) {
  AccountUsage usage;
  if (stream.mode == StreamMode::kOnDemand) {
    usage.on_demand_streams = 1;
  } else {
    const auto* const creation =
        stream.pending ? std::get_if<PendingCreation>(&*stream.pending) : nullptr;
    usage.open_shards = creation != nullptr ? creation->shard_count
                                            : static_cast<std::int64_t>(stream.open_shards.size());
  }
  if (stream.status == StreamStatus::kCreating || stream.status == StreamStatus::kDeleting) {
    usage.streams_creating_or_deleting = 1;
  }
  return usage;
}

AccountUsage& AccountUsage::operator+=(const AccountUsage& other) {
  open_shards += other.open_shards;
  on_demand_streams += other.on_demand_streams;
  streams_creating_or_deleting += other.streams_creating_or_deleting;
  return *this;
}

AccountUsage& AccountUsage::operator-=(const AccountUsage& other) {
  open_shards -= other.open_shards;
  on_demand_streams -= other.on_demand_streams;
  streams_creating_or_deleting -= other.streams_creating_or_deleting;
  return *this;
}

UsageUpdate::UsageUpdate(AccountUsage& total, const Stream& stream)
    : total_(total), stream_(stream) {
  total_ -= AccountUsage::Of(stream_);
}

UsageUpdate::~UsageUpdate() { total_ += AccountUsage::Of(stream_); }

}  // namespace runnel

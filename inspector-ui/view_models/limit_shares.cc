#include "inspector-ui/view_models/limit_shares.h"

namespace runnel {
namespace {

// AWS: a shard takes 1 MiB or 1,000 records a second, and gives 2 MiB in five calls of GetRecords.
constexpr double kWriteBytes = 1024 * 1024;
constexpr double kWriteRecords = 1000;
constexpr double kReadBytes = 2 * 1024 * 1024;

}  // namespace

std::array<LimitShare, 4> LimitSharesOf(const ShardView& shard) {
  const QuotaView used =
      shard.quota_used.value_or(QuotaView{shard.incoming.bytes_per_second / kWriteBytes,
                                          shard.incoming.records_per_second / kWriteRecords,
                                          shard.outgoing.bytes_per_second / kReadBytes, 0});
  return {LimitShare{"1 MB/s in", used.write_bytes},
          {"1,000 records/s in", used.write_records},
          {"2 MB/s out", used.read_bytes},
          {"5 reads/s", used.read_calls}};
}

}  // namespace runnel

// What streams use of their account's quotas (kinesis-api 7.3).
#pragma once

#include <cstdint>

#include "core/state/stream.h"

namespace runnel {

struct AccountUsage {
  std::int64_t open_shards = 0;  // of provisioned streams; those of a stream in CREATING count
  std::int64_t on_demand_streams = 0;
  std::int64_t streams_creating_or_deleting = 0;

  // What one stream uses.
  static AccountUsage Of(const Stream& stream);

  AccountUsage& operator+=(const AccountUsage& other);
  AccountUsage& operator-=(const AccountUsage& other);
  friend bool operator==(const AccountUsage&, const AccountUsage&) = default;
};

// While a change of a stream is carried out: afterwards its account's usage tells of it.
class UsageUpdate {
 public:
  // REQUIRES: `total` counts the stream as it is, and both outlive this.
  UsageUpdate(AccountUsage& total, const Stream& stream);
  ~UsageUpdate();
  UsageUpdate(const UsageUpdate&) = delete;
  UsageUpdate& operator=(const UsageUpdate&) = delete;

 private:
  AccountUsage& total_;
  const Stream& stream_;
};

}  // namespace runnel

// The quotas that AWS counts by the second, for streams on which they hold.
// Source: kinesis-api 4.0, 7.1, 7.4, 8.2; kinesis-api-45 4, 6.2.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/limits.h"
#include "core/operations/context.h"

namespace runnel {

// Whether they hold for this stream: as it was set, else as the settings say. All that a call costs
// where they do not.
inline bool LimitsHold(const Context& context, const Stream& stream) {
  return stream.limits_enforced.value_or(context.settings.enforce_rate_quotas);
}

// Whether the error says that it was too much at once.
bool IsThrottling(const Error& error);

// What the records of one call spend.
class WriteBudget {
 public:
  // Both must outlive the budget.
  WriteBudget(const Context& context, const Stream& stream) : context_(context), stream_(stream) {}

  // Spends what a record of `bytes`, key included, costs. Gives the shard it goes to: `shard`, or
  // on a stream that distributes records by itself the next one that can take it.
  // Errors: ProvisionedThroughputExceededException; nothing is spent then.
  Result<const Shard*> Spend(const Shard& shard, std::size_t bytes);
  // To be called once, at the end.
  void Emit(Context& context);

 private:
  bool Take(const Shard& shard, std::int64_t bytes);

  const Context& context_;
  const Stream& stream_;
  std::vector<std::pair<ShardId, ShardThroughput>> spent_;
};

// The same for a single record.
Result<const Shard*> SpendWrite(Context& context, const Stream& stream, const Shard& shard,
                                std::size_t bytes);

// Errors: ProvisionedThroughputExceededException when GetRecords may not read the shard now.
Result<void> CheckRead(const Context& context, const Stream& stream, const Shard& shard);
// What GetRecords gave: it may have been more than there was to spend.
void SpendRead(Context& context, const Stream& stream, const Shard& shard, std::size_t bytes);

// Errors: ProvisionedThroughputExceededException.
Result<void> SpendIterator(Context& context, const Stream& stream, const Shard& shard);
// Errors: LimitExceededException.
Result<void> SpendSubscribe(Context& context, const Consumer& consumer, const Shard& shard);

// Counts a call of an operation that has a rate of its own. `stream` is the one it names; null if
// there is none. The count stays even if the call fails for another reason.
// Errors: LimitExceededException.
Result<void> CountCall(Context& context, std::string_view operation, const Stream* stream);

}  // namespace runnel

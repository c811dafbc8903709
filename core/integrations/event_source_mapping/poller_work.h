// What a turn with one shard of a mapping changes in the state.
// Source: integrations 1.4, 2.4, 2.5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/integrations/event_source_mapping/batch_result.h"
#include "core/integrations/event_source_mapping/lane.h"
#include "core/integrations/event_source_mapping/pollers.h"
#include "core/state/state.h"

namespace runnel {

class PollerWork {
 public:
  // Everything must outlive the work.
  PollerWork(const State& state, const EventSourceMapping& mapping, const Stream& stream,
             const Shard& shard, const std::optional<MappedFunction>& function, Timestamp now,
             Prng& random);

  // What the outcome means for the batch, and for what the mapping says of it.
  BatchResult Judge(const InvocationOutcome& outcome, const Lane& lane);
  // The batch was given up. `request_id`: of its last invocation; empty: there was none.
  void Fail(const DiscardedBatch& batch, const std::string& request_id);
  void Result(std::string text) { result_ = std::move(text); }
  // The shard has come from `before` to `after`, which may be the same.
  void Advance(const ShardProgress& before, const ShardProgress& after);

  std::vector<Mutation> TakeChanges();

 private:
  const State& state_;
  const EventSourceMapping& mapping_;
  const Stream& stream_;
  const Shard& shard_;
  const std::optional<MappedFunction>& function_;
  const Timestamp now_;
  Prng& random_;
  std::vector<Mutation> failed_;
  std::optional<ShardProgress> progress_;
  std::optional<std::string> result_;
};

}  // namespace runnel

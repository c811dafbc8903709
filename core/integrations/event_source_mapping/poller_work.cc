#include "core/integrations/event_source_mapping/poller_work.h"

#include "core/base/uuid.h"
#include "core/integrations/event_source_mapping/failure_record.h"

namespace runnel {

PollerWork::PollerWork(const State& state, const EventSourceMapping& mapping, const Stream& stream,
                       const Shard& shard, const std::optional<MappedFunction>& function,
                       Timestamp now, Prng& random)
    : state_(state),
      mapping_(mapping),
      stream_(stream),
      shard_(shard),
      function_(function),
      now_(now),
      random_(random) {}

BatchResult PollerWork::Judge(const InvocationOutcome& outcome, const Lane& lane) {
  BatchResult result;
  switch (outcome.kind) {
    case InvocationOutcome::Kind::kThrottled:
      result_ = "PROBLEM: Function call throttled";
      result.kind = BatchResult::Kind::kNotTried;
      return result;
    case InvocationOutcome::Kind::kNotRun:
      result_ = "PROBLEM: " + outcome.payload;
      result.kind = BatchResult::Kind::kNotTried;
      return result;
    case InvocationOutcome::Kind::kFunctionError:
      result_ = kFunctionCallFailed;
      // What a pipe was refused by other than a function is told in words.
      if (mapping_.configuration.pipe && !outcome.payload.starts_with('{')) {
        result_ = "PROBLEM: " + outcome.payload;
      }
      result.kind = BatchResult::Kind::kFailed;
      result.function_error = true;
      return result;
    case InvocationOutcome::Kind::kReturned:
      break;
  }
  std::vector<std::string> numbers;
  AnswerRules rules;
  // The last word on a window needs no answer.
  if (!lane.invokes_finally()) {
    rules = {mapping_.configuration.reports_item_failures, lane.invokes_in_window(),
             mapping_.configuration.pipe.has_value()};
  }
  if (rules.reports_item_failures) {
    for (const ShardPosition position : lane.Invoked()) {
      numbers.push_back(shard_.NumberAt(position).ToString());
    }
  }
  result = ReadAnswer(outcome.payload, rules, numbers);
  const bool failed = result.kind == BatchResult::Kind::kFailed;
  result_ = failed ? kFunctionCallFailed : kBatchProcessed;
  return result;
}

void PollerWork::Fail(const DiscardedBatch& batch, const std::string& request_id) {
  const MappingConfiguration& configuration = mapping_.configuration;
  const bool to_bucket = configuration.on_failure_destination.starts_with("arn:aws:s3:");
  const FailureSource source{request_id.empty() ? RandomUuid(random_) : request_id,
                             configuration.function_arn,
                             function_ ? function_->executed_version : "$LATEST",
                             stream_.arn.ToString(),
                             shard_,
                             configuration.pipe.has_value()};
  BatchFailed failed;
  failed.batch.id = state_.next_failed_batch() + failed_.size();
  failed.batch.at = now_;
  failed.batch.scope = mapping_.scope;
  failed.batch.mapping_uuid = mapping_.uuid;
  failed.batch.function_arn = configuration.function_arn;
  failed.batch.stream_arn = source.stream_arn;
  failed.batch.shard = shard_.id;
  const bool too_old = batch.condition == DiscardedBatch::Condition::kTooOld;
  failed.batch.condition = too_old ? "RecordAgeExceeded" : "RetryAttemptsExhausted";
  failed.batch.record_count = static_cast<std::int64_t>(batch.count);
  failed.batch.destination = configuration.on_failure_destination;
  if (to_bucket) {
    failed.batch.object_key = FailureObjectKey(mapping_.uuid, shard_, now_, RandomUuid(random_));
  }
  failed.batch.message = FailureMessage(batch, source, now_, to_bucket);
  failed_.push_back(std::move(failed));
}

void PollerWork::Advance(const ShardProgress& before, const ShardProgress& after) {
  if (before != after) progress_ = after;
}

std::vector<Mutation> PollerWork::TakeChanges() {
  std::vector<Mutation> changes = std::move(failed_);
  if (result_ == mapping_.last_processing_result) result_.reset();
  if (progress_) {
    changes.push_back(MappingAdvanced{mapping_.uid, shard_.id, *progress_, result_});
  } else if (result_) {
    changes.push_back(MappingResulted{mapping_.uid, *result_});
  }
  return changes;
}

}  // namespace runnel

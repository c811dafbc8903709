#include "core/faults/fault_draws.h"

#include <algorithm>

#include "core/api/errors.h"
#include "core/base/wildcard.h"
#include "core/faults/fault_rule_check.h"

namespace runnel {
namespace {

constexpr std::int64_t kBudgetCost = 1000;  // see BudgetRate

bool Allows(const std::optional<std::string>& pattern, std::string_view text) {
  return !pattern || MatchesWildcard(*pattern, text);
}

}  // namespace

FaultDraws::FaultDraws(const State& state, Prng& random, Timestamp now, Duration iterator_lifetime,
                       CallSubject subject)
    : rules_(state.fault_rules()),
      random_(random),
      now_(now),
      iterator_lifetime_(iterator_lifetime),
      subject_(std::move(subject)) {
  drawn_.reserve(rules_.size());
  for (const ActiveFaultRule& active : rules_) drawn_.push_back({active.tally, false, {}});
}

// What the rule says of caller, operation, stream and consumer.
bool FaultDraws::MatchesAddress(const FaultRule& rule) const {
  if (rule.operations) {
    const bool named = std::any_of(
        rule.operations->begin(), rule.operations->end(),
        [&](const std::string& name) { return MatchesWildcard(name, subject_.operation); });
    if (!named) return false;
  }
  if (!Allows(rule.caller_account, subject_.account.text())) return false;
  if (!Allows(rule.consumer_name, subject_.consumer_name)) return false;
  if (!rule.stream_name) return true;
  if (!subject_.stream_arn) return false;
  const bool is_arn = rule.stream_name->find(':') != std::string::npos;
  return MatchesWildcard(*rule.stream_name, is_arn ? subject_.stream_arn->ToString()
                                                   : subject_.stream_arn->stream.text());
}

bool FaultDraws::MatchesRecord(const FaultRule& rule, const RecordSubject& record) const {
  if (rule.shard_id && !(record.shard && Allows(rule.shard_id, record.shard->ToString()))) {
    return false;
  }
  return Allows(rule.partition_key, record.partition_key);
}

// A call with records is about each of them.
bool FaultDraws::MatchesCall(const FaultRule& rule) const {
  if (!MatchesAddress(rule)) return false;
  if (!rule.shard_id && !rule.partition_key) return true;
  if (!subject_.records.empty()) {
    return std::any_of(subject_.records.begin(), subject_.records.end(),
                       [&](const RecordSubject& record) { return MatchesRecord(rule, record); });
  }
  if (rule.partition_key) return false;
  return subject_.shard && Allows(rule.shard_id, subject_.shard->ToString());
}

bool FaultDraws::Strikes(std::size_t index) {
  const ActiveFaultRule& active = rules_[index];
  Drawn& drawn = drawn_[index];
  drawn.counted = true;
  ++drawn.tally.matched;
  if (!Agrees(active.rule, active.added_at, drawn.tally)) return false;
  ++drawn.tally.fired;
  return true;
}

bool FaultDraws::Agrees(const FaultRule& rule, Timestamp added_at, FaultTally& tally) {
  const std::int64_t age = (now_ - added_at).milliseconds;
  if (age < rule.start_millis.value_or(0)) return false;
  if (rule.end_millis && age >= *rule.end_millis) return false;
  const auto matched = static_cast<std::int64_t>(tally.matched);
  if (rule.first_n && matched > *rule.first_n) return false;
  if (rule.every_nth && matched % *rule.every_nth != 0) return false;
  if (rule.probability && random_.NextUnit() >= *rule.probability) return false;
  if (!rule.budget_tokens) return true;
  const TokenRate rate = BudgetRate(rule);
  if (!tally.budget.Has(kBudgetCost, rate, now_)) return false;
  tally.budget.Take(kBudgetCost, rate, now_);
  return true;
}

Duration FaultDraws::DelayOf(const FaultRule& rule) {
  const std::int64_t low = rule.delay_millis.value_or(0);
  const std::int64_t high = rule.delay_max_millis.value_or(low);
  const std::string distribution = rule.delay_distribution.value_or("FIXED");
  if (distribution == "FIXED") return Duration::Milliseconds(low);
  const double unit = random_.NextUnit();
  if (distribution == "UNIFORM") {
    const auto width = static_cast<double>(high - low + 1);
    return Duration::Milliseconds(low + static_cast<std::int64_t>(unit * width));
  }
  // A Pareto distribution, cut off at the upper bound: one draw in ten is above ten times the lower
  // bound, one in a hundred above a hundred times. A division is equal on every platform.
  const double drawn = static_cast<double>(std::max<std::int64_t>(low, 1)) / (1.0 - unit);
  const double bounded = std::min(drawn, static_cast<double>(high));
  return Duration::Milliseconds(static_cast<std::int64_t>(bounded));
}

// The text that the service gives with the code, where one fits.
Error FaultDraws::ErrorOf(const FaultRule& rule) const {
  const std::string code = rule.error_code.value_or("ProvisionedThroughputExceededException");
  const int status = HttpStatusOf(code);
  if (rule.error_message) return error::Injected(code, *rule.error_message, status);
  if (code == "InternalFailure" || code == "ServiceUnavailable") {
    return error::Injected(code, "", status);
  }
  if (code == "ExpiredNextTokenException") return error::ExpiredNextToken();
  if (code == "ExpiredIteratorException" && subject_.iterator_issued) {
    const Timestamp too_old = now_ - iterator_lifetime_ - Duration::Seconds(1);
    return error::ExpiredIterator(std::min(*subject_.iterator_issued, too_old), now_,
                                  iterator_lifetime_);
  }
  if (subject_.stream_arn) {
    const StreamName& stream = subject_.stream_arn->stream;
    const AccountId& account = subject_.stream_arn->scope.account;
    if (code == "ProvisionedThroughputExceededException" && subject_.shard) {
      return error::RateExceededForShard(*subject_.shard, stream, account);
    }
    const bool rate =
        code == "ProvisionedThroughputExceededException" || code == "LimitExceededException";
    if (rate) {
      const std::string text = error::RateExceededForStream(stream, account).message();
      return error::Injected(code, text, status);
    }
    if (code == "ResourceNotFoundException") return error::StreamNotFound(stream, account);
    if (code == "ResourceInUseException") {
      return error::StreamNotActive(stream, account, StreamStatus::kUpdating);
    }
  }
  return error::Injected(code, error::InjectedBy(*rule.rule_id), status);
}

CallFaults FaultDraws::OnCall() {
  CallFaults faults;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const FaultAction action = rules_[i].action;
    if (action != FaultAction::kError && action != FaultAction::kDelay &&
        action != FaultAction::kDropBefore && action != FaultAction::kDropAfter &&
        action != FaultAction::kReshard) {
      continue;
    }
    const FaultRule& rule = rules_[i].rule;
    if (!MatchesCall(rule) || !Strikes(i)) continue;
    // Of several errors the first is told; delays add up.
    if (action == FaultAction::kError && !faults.error) faults.error = ErrorOf(rule);
    if (action == FaultAction::kDelay) faults.delay = faults.delay + DelayOf(rule);
    faults.drop_before |= action == FaultAction::kDropBefore;
    faults.drop_after |= action == FaultAction::kDropAfter;
    if (action == FaultAction::kReshard) {
      faults.reshard = true;
      faults.reshard_to = rule.shard_count;
    }
  }
  return faults;
}

SubscriptionFaults FaultDraws::OnTurn() {
  SubscriptionFaults faults;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const FaultAction action = rules_[i].action;
    if (action != FaultAction::kEndSubscription && action != FaultAction::kDropSubscription &&
        action != FaultAction::kSilenceSubscription) {
      continue;
    }
    const FaultRule& rule = rules_[i].rule;
    if (!MatchesCall(rule) || !Strikes(i)) continue;
    if (action == FaultAction::kEndSubscription) {
      faults.ends = true;
      if (rule.error_code && !faults.exception) faults.exception = ErrorOf(rule);
    }
    if (action == FaultAction::kDropSubscription) faults.ends = faults.hang_up = true;
    // Without a bound the silence lasts as long as the subscription.
    if (action == FaultAction::kSilenceSubscription) {
      faults.silence = rule.delay_millis ? DelayOf(rule) : Duration::Hours(24 * 365);
    }
  }
  return faults;
}

std::optional<Error> FaultDraws::OnRecord(ShardId shard, std::string_view partition_key) {
  const RecordSubject record{shard, partition_key};
  const FaultRule* first = nullptr;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const FaultRule& rule = rules_[i].rule;
    if (rules_[i].action != FaultAction::kFailRecords) continue;
    if (!MatchesAddress(rule) || !MatchesRecord(rule, record)) continue;
    bool strikes = false;
    if (rule.per_record.value_or(true)) {
      strikes = Strikes(i);
    } else {
      std::optional<bool>& of_call = drawn_[i].of_call;
      if (!of_call) of_call = Strikes(i);
      strikes = *of_call;
    }
    if (strikes && first == nullptr) first = &rule;
  }
  if (first == nullptr) return std::nullopt;
  const std::string code = first->error_code.value_or("ProvisionedThroughputExceededException");
  if (first->error_message) {
    return error::Injected(code, *first->error_message, HttpStatusOf(code));
  }
  if (code == "ProvisionedThroughputExceededException") {
    return error::RateExceededForShard(shard, subject_.stream_arn->stream,
                                       subject_.stream_arn->scope.account);
  }
  // AWS: the modelled InternalFailureException travels under this name (kinesis-api 1.4, 4.8).
  if (code.starts_with("InternalFailure")) return error::RecordInternalFailure();
  return ErrorOf(*first);
}

std::optional<Duration> FaultDraws::HiddenFor() {
  std::optional<Duration> longest;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].action != FaultAction::kHideRecords) continue;
    if (!MatchesCall(rules_[i].rule) || !Strikes(i)) continue;
    const Duration drawn = DelayOf(rules_[i].rule);
    if (!longest || drawn > *longest) longest = drawn;
  }
  return longest;
}

bool FaultDraws::Repeats() {
  bool repeats = false;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].action != FaultAction::kRepeatRecords) continue;
    if (MatchesCall(rules_[i].rule) && Strikes(i)) repeats = true;
  }
  return repeats;
}

std::vector<Mutation> FaultDraws::TakeCounts() {
  std::vector<Mutation> counts;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!drawn_[i].counted) continue;
    counts.push_back(FaultRuleCounted{*rules_[i].rule.rule_id, drawn_[i].tally});
    drawn_[i].counted = false;
  }
  return counts;
}

}  // namespace runnel

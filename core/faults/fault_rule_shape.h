// How clients write a fault rule: the input of Runnel.AddFaultRule, an entry of a scenario, the
// flags of `runnel faults add` and the words of `runnel serve --fault`.
#pragma once

#include "core/api/shapes.h"
#include "core/model/fault_rule.h"

namespace runnel::fault_shapes {

inline constexpr Pattern kRuleIdPattern("[a-zA-Z0-9_.:-]+");
inline constexpr Shape kRuleId = StringShape(1, 128, &kRuleIdPattern);
inline constexpr Shape kWildcard = StringShape(1, 2048);
inline constexpr Shape kNames = ListShape<std::string>(kWildcard, 1, 100);
inline constexpr Shape kAction = EnumShape(kFaultActions);
inline constexpr Shape kErrorCode = StringShape(1, 128);
inline constexpr Shape kErrorMessage = StringShape(0, 2048);
inline constexpr Shape kDelayMillis = NumberShape(ShapeKind::kLong, 0, 600'000);
inline constexpr Shape kDistribution = EnumShape(kDelayDistributions);
inline constexpr Shape kMillis = NumberShape(ShapeKind::kLong, 0, 1'000'000'000'000);
inline constexpr Shape kCount = NumberShape(ShapeKind::kLong, 1, 1'000'000'000);

inline constexpr Member kMembers[] = {
    Field<&FaultRule::rule_id>("RuleId", kRuleId),
    Field<&FaultRule::action>("Action", kAction).Required(),
    Field<&FaultRule::operations>("Operations", kNames),
    Field<&FaultRule::stream_name>("StreamName", kWildcard),
    Field<&FaultRule::shard_id>("ShardId", kWildcard),
    Field<&FaultRule::consumer_name>("ConsumerName", kWildcard),
    Field<&FaultRule::partition_key>("PartitionKey", kWildcard),
    Field<&FaultRule::caller_account>("CallerAccount", kWildcard),
    Field<&FaultRule::error_code>("ErrorCode", kErrorCode),
    Field<&FaultRule::error_message>("ErrorMessage", kErrorMessage),
    Field<&FaultRule::delay_millis>("DelayMillis", kDelayMillis),
    Field<&FaultRule::delay_max_millis>("DelayMaxMillis", kDelayMillis),
    Field<&FaultRule::delay_distribution>("DelayDistribution", kDistribution),
    Field<&FaultRule::shard_count>("ShardCount", shapes::kPositiveInteger),
    Field<&FaultRule::per_record>("PerRecord", shapes::kBoolean),
    Field<&FaultRule::probability>("Probability", shapes::kDouble),
    Field<&FaultRule::every_nth>("EveryNth", kCount),
    Field<&FaultRule::first_n>("FirstN", kCount),
    Field<&FaultRule::start_millis>("StartMillis", kMillis),
    Field<&FaultRule::end_millis>("EndMillis", kMillis),
    Field<&FaultRule::budget_tokens>("BudgetTokens", kCount),
    Field<&FaultRule::budget_refill_per_second>("BudgetRefillPerSecond", shapes::kDouble),
    Field<&FaultRule::durable>("Durable", shapes::kBoolean),
};
inline constexpr Shape kRule = StructureShape(kMembers);

}  // namespace runnel::fault_shapes

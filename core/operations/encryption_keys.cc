#include "core/operations/encryption_keys.h"

#include <algorithm>

#include "core/api/errors.h"

namespace runnel {
namespace {

KeyState StateOf(const State& state, const std::string& key_id) {
  const auto found = state.key_states().find(key_id);
  return found == state.key_states().end() ? KeyState::kEnabled : found->second;
}

// A key id is an ARN, "alias/name" or the key's own id; messages name it by its ARN.
std::string ArnOf(const Stream& stream, const std::string& key_id) {
  if (key_id.starts_with("arn:")) return key_id;
  const std::string resource = key_id.starts_with("alias/") ? key_id : "key/" + key_id;
  const Scope& scope = stream.arn.scope;
  return "arn:" + std::string(PartitionOf(scope.region)) + ":kms:" + scope.region.text() + ":" +
         scope.account.text() + ":" + resource;
}

// Under which key the stream encrypted what arrived then. Null: not known.
const EncryptionPeriod* PeriodAt(const Stream& stream, Timestamp arrival) {
  const auto& periods = stream.encryption_periods;
  const auto after = std::upper_bound(
      periods.begin(), periods.end(), arrival,
      [](Timestamp time, const EncryptionPeriod& period) { return time < period.from; });
  return after == periods.begin() ? nullptr : &*(after - 1);
}

}  // namespace

Result<void> CheckMayEncrypt(const Context& context, const Stream& stream,
                             const std::string& key_id) {
  if (context.state.key_states().empty()) return {};
  const KeyState state = StateOf(context.state, key_id);
  if (state == KeyState::kEnabled) return {};
  const std::string key_arn = ArnOf(stream, key_id);
  if (state == KeyState::kAccessDenied) return error::MayNotEncrypt(context.caller_arn, key_arn);
  return error::KeyUnusable(state, key_arn);
}

Result<void> CheckMayEncrypt(const Context& context, const Stream& stream) {
  if (!stream.encryption.enabled()) return {};
  return CheckMayEncrypt(context, stream, stream.encryption.key_id);
}

Result<void> CheckMayDecrypt(const State& state, const Stream& stream, const RecordRun& run,
                             std::string_view reader) {
  if (state.key_states().empty()) return {};
  for (const RecordSlice& slice : run.slices) {
    for (std::size_t i = slice.first; i < slice.first + slice.count; ++i) {
      if (!slice.chunk->EncryptedAt(i)) continue;
      const EncryptionPeriod* const period = PeriodAt(stream, slice.chunk->ArrivalAt(i));
      if (period == nullptr) continue;
      const KeyState key_state = StateOf(state, period->key_id);
      if (key_state == KeyState::kEnabled) continue;
      if (key_state == KeyState::kAccessDenied) return error::MayNotDecrypt(reader, stream.name());
      return error::KeyUnusable(key_state, ArnOf(stream, period->key_id));
    }
  }
  return {};
}

}  // namespace runnel

#include "core/operations/encryption.h"

#include "core/api/errors.h"
#include "core/model/limits.h"
#include "core/operations/addressing.h"
#include "core/operations/encryption_keys.h"
#include "core/operations/quotas.h"
#include "core/operations/stream_change.h"

namespace runnel {

Result<NoOutput> ChangeEncryption(Context& context, const EncryptionInput& input,
                                  EncryptionChange direction) {
  const auto found = FindActiveStream(context, input.stream_name, input.stream_arn);
  if (!found) return found.error();
  const Stream& stream = **found;
  if (input.encryption_type != "KMS") return error::EncryptionTypeNone();
  const bool starts = direction == EncryptionChange::kStart;
  if (starts) {
    if (const auto may = CheckMayEncrypt(context, stream, *input.key_id); !may) return may.error();
  }
  const DailyQuota quota = starts ? DailyQuota::kStartEncryption : DailyQuota::kStopEncryption;
  // AWS: starting counts against the quota only with a new key.
  if (!starts || stream.encryption.key_id != *input.key_id) {
    if (DailyQuotaExhausted(context, stream, quota, limits::kEncryptionChangesPerDayMax)) {
      return error::EncryptionChangesPerDay(stream.name(), stream.account());
    }
    context.Emit(DailyQuotaUsed{stream.uid, quota, context.now});
  }
  StreamSettingsChange change;
  change.encryption = starts ? Encryption{*input.key_id} : Encryption{};
  StartChange(context, stream, change);
  return NoOutput{};
}

}  // namespace runnel

// Source: kinesis-api 9.1.
#include "core/operations/encryption.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

Result<NoOutput> StopStreamEncryption(Context& context, const EncryptionInput& input) {
  return ChangeEncryption(context, input, EncryptionChange::kStop);
}

}  // namespace

extern constexpr Operation kStopStreamEncryption =
    DefineOperation<EncryptionInput, StopStreamEncryption>("StopStreamEncryption",
                                                           kEncryptionInput);

}  // namespace runnel

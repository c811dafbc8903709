// Source: kinesis-api 9.1.
#include "core/operations/encryption.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

Result<NoOutput> StartStreamEncryption(Context& context, const EncryptionInput& input) {
  return ChangeEncryption(context, input, EncryptionChange::kStart);
}

}  // namespace

extern constexpr Operation kStartStreamEncryption =
    DefineOperation<EncryptionInput, StartStreamEncryption>("StartStreamEncryption",
                                                            kEncryptionInput);

}  // namespace runnel

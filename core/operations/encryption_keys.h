// Whether the keys that streams are encrypted under can be used, as they are emulated to be.
// Source: kinesis-api 9.1.
#pragma once

#include "core/base/result.h"
#include "core/operations/context.h"
#include "core/state/record_log.h"

namespace runnel {

// Errors: the KMS exception that the key's state stands for.
Result<void> CheckMayEncrypt(const Context& context, const Stream& stream,
                             const std::string& key_id);
// The same for the stream's key; a stream that is not encrypted needs none.
Result<void> CheckMayEncrypt(const Context& context, const Stream& stream);

// Errors: the KMS exception of the first record of the run whose key cannot be used. `reader` is
// the ARN of who reads.
Result<void> CheckMayDecrypt(const State& state, const Stream& stream, const RecordRun& run,
                             std::string_view reader);

}  // namespace runnel

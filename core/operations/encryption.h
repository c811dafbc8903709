// Server-side encryption switched on and off.
// Source: kinesis-api 9.1.
#pragma once

#include "core/api/shapes.h"
#include "core/base/result.h"
#include "core/operations/operation.h"

namespace runnel {

struct EncryptionInput {
  std::optional<std::string> stream_name;
  std::optional<std::string> encryption_type;
  std::optional<std::string> key_id;
  std::optional<std::string> stream_arn;
  std::optional<std::string> stream_id;
};
inline constexpr Member kEncryptionInput[] = {
    Field<&EncryptionInput::stream_name>("StreamName", shapes::kStreamName),
    Field<&EncryptionInput::encryption_type>("EncryptionType", shapes::kEncryptionType).Required(),
    Field<&EncryptionInput::key_id>("KeyId", shapes::kKeyId).Required(),
    Field<&EncryptionInput::stream_arn>("StreamARN", shapes::kStreamArn),
    Field<&EncryptionInput::stream_id>("StreamId", shapes::kStreamId),
};

enum class EncryptionChange { kStart, kStop };

Result<NoOutput> ChangeEncryption(Context& context, const EncryptionInput& input,
                                  EncryptionChange direction);

}  // namespace runnel

// Calls of Lambda, as its clients send them.
#pragma once

#include <string_view>

#include "core/engine/emulator.h"

namespace runnel {

// `invocation_type` is what Invoke is told by its header; others do not look at it.
inline Reply SendToLambda(Emulator& emulator, std::string_view method, std::string_view path,
                          std::string_view body, std::string_view invocation_type) {
  const Header headers[] = {
      {"Content-Type", "application/json"},
      {"X-Amz-Date", "20260101T000000Z"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, "
       "SignedHeaders=host, Signature=0"},
      {"X-Amz-Invocation-Type", invocation_type}};
  return emulator.Handle({method, path, headers, body});
}

}  // namespace runnel

// The authentication parameters of a request: whether they are complete, and who they say calls.
// Source: kinesis-api 1.2, 1.7. Signatures are not verified.
#pragma once

#include <string>
#include <string_view>

#include "core/api/request_headers.h"
#include "core/base/result.h"

namespace runnel {

// Who calls, as far as the request says.
struct Credentials {
  std::string access_key;
  std::string region;  // empty when the credential scope names none
};

// `url` is the path and query. Errors: MissingAuthenticationTokenException,
// IncompleteSignatureException, InvalidSignatureException.
Result<Credentials> ReadCredentials(const RequestHeaders& headers, std::string_view url);

}  // namespace runnel

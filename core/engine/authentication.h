// The authentication parameters of a request: whether they are complete, and who they say calls.
// Source: kinesis-api 1.2, 1.7. Whether the signature is right, signature_check.h finds out.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/api/identity.h"
#include "core/api/request_headers.h"
#include "core/base/result.h"

namespace runnel {

// Who calls, as far as the request says.
struct Credentials {
  std::string access_key;
  std::string region;  // empty when the credential scope names none
  // Whose key it is, once the signature has been found right. Null if signatures are not verified.
  const Identity* identity = nullptr;
};

// What an Authorization header says, or the query of a presigned URL. Views into the request.
struct HeaderParameters {
  std::string_view algorithm;
  std::string_view credential;
  std::string_view signature;
  std::string_view signed_headers;
};
HeaderParameters ParseAuthorization(std::string_view value);

struct QueryParameters {
  enum Place { kAlgorithm, kCredential, kSignature, kSignedHeaders, kDate, kExpires, kToken };
  static constexpr std::size_t kRequired = 5;  // the rest may be missing

  bool present = false;  // X-Amz-Algorithm is there; without it nothing else counts
  std::array<std::string, 7> values;
};
QueryParameters ParseQuery(std::string_view url);

// The ARN of who calls from `account`: the identity's, else the root of the account.
std::string CallerArn(const Credentials& credentials, const AccountId& account);

// `url` is the path and query. Errors: MissingAuthenticationTokenException,
// IncompleteSignatureException, InvalidSignatureException.
Result<Credentials> ReadCredentials(const RequestHeaders& headers, std::string_view url);

}  // namespace runnel

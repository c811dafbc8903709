// Whether a request was signed by one of the identities that are known, and lately.
// Source: the vendor's description of Signature Version 4 and of its errors; texts as Kinesis is
// known to send them where core/api/errors_of_access.cc does not say otherwise.
#pragma once

#include <optional>
#include <string_view>

#include "core/api/identity.h"
#include "core/api/request.h"
#include "core/api/request_headers.h"
#include "core/base/result.h"

namespace runnel {

// What is known of a signature before the time is. The rest is up to JudgeSignature.
struct SignatureCheck {
  const Identity* identity = nullptr;  // null: nobody has that access key, or another token
  Timestamp signed_at;
  Duration lifetime;
  std::optional<Error> mismatch;  // the signature is not the one the identity would have made
};

// The part that needs no time: all the hashing. `service` is what the credential scope must name;
// empty: whatever it names. REQUIRES: ReadCredentials found the parameters complete.
// Errors: IncompleteSignatureException, InvalidSignatureException for parameters that cannot be
// right at any time and from anybody.
Result<SignatureCheck> CheckSignature(const Request& request, const RequestHeaders& headers,
                                      const Identities& identities, std::string_view service);

// `now` is the host's time, for it is the host's clock that clients sign by, wherever the
// emulator's clock may have been moved to.
// Errors, in this order: InvalidSignatureException for another time than now,
// UnrecognizedClientException, ExpiredTokenException, InvalidSignatureException.
Result<void> JudgeSignature(const SignatureCheck& check, Timestamp now);

}  // namespace runnel

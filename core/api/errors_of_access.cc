// Errors of signatures and of policies.
#include "core/api/error_kinds.h"
#include "core/api/errors.h"
#include "core/base/calendar.h"
#include "core/base/check.h"

namespace runnel::error {

// AWS: the texts but those of MayNotEncrypt and MayNotDecrypt are not documented; these name what a
// person has to look at.
Error KeyUnusable(KeyState state, std::string_view key_arn) {
  const std::string key(key_arn);
  switch (state) {
    case KeyState::kDisabled:
      return Error("KMSDisabledException", key + " is disabled.");
    case KeyState::kPendingDeletion:
      return Error("KMSInvalidStateException", key + " is pending deletion.");
    case KeyState::kNotFound:
      return Error("KMSNotFoundException", "Key '" + key + "' does not exist");
    case KeyState::kOptInRequired:
      return Error("KMSOptInRequired",
                   "The AWS Access Key Id needs a subscription for the service");
    case KeyState::kThrottled:
      return Error("KMSThrottlingException", "Rate exceeded for " + key);
    case KeyState::kEnabled:
    case KeyState::kAccessDenied:
      break;
  }
  RUNNEL_CHECK(false);
  return {};
}

Error MayNotEncrypt(std::string_view caller_arn, std::string_view key_arn) {
  return Error("KMSAccessDeniedException",
               "User: " + std::string(caller_arn) +
                   " is not authorized to perform: kms:GenerateDataKey on resource: " +
                   std::string(key_arn));
}

Error MayNotDecrypt(std::string_view caller_arn, const StreamName& stream) {
  return Error("KMSAccessDeniedException", "User " + std::string(caller_arn) +
                                               " is not authorized to decrypt records in stream " +
                                               stream.text());
}
namespace {

std::string Minutes(Duration duration) {
  return std::to_string(duration.milliseconds / 60'000) + " min.";
}

}  // namespace

Error InvalidSignature(std::string message) {
  return Error("InvalidSignatureException", std::move(message));
}
// Not observed: the words of the vendor's other services.
Error SignatureAlgorithmUnknown(std::string_view algorithm) {
  return IncompleteSignature("Unsupported AWS 'algorithm': '" + std::string(algorithm) + "'.");
}
// Not observed on Kinesis: the words of the vendor's other services.
Error CredentialMalformed(std::string_view credential) {
  return IncompleteSignature(
      "Credential must have exactly 5 slash-delimited elements, e.g. "
      "keyid/date/region/service/term, got '" +
      std::string(credential) + "'");
}
// Not observed on Kinesis: the words of the vendor's other services.
Error SignatureDateMalformed(std::string_view date) {
  return IncompleteSignature("Date must be in ISO-8601 'basic format'. Got '" + std::string(date) +
                             "'. See http://en.wikipedia.org/wiki/ISO_8601");
}
// Not observed.
Error SignatureLifetimeOutOfRange(std::string_view seconds) {
  return IncompleteSignature("X-Amz-Expires must be from 0 to 604800 seconds. Got '" +
                             std::string(seconds) + "'.");
}
Error HostNotSigned() {
  return InvalidSignature(
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
}
// OBSERVED: the sentence; times are in the basic format of ISO 8601.
Error SignatureNotYetCurrent(Timestamp signed_at, Timestamp now, Duration allowed) {
  return InvalidSignature("Signature not yet current: " + BasicTimeText(signed_at) +
                          " is still later than " + BasicTimeText(now + allowed) + " (" +
                          BasicTimeText(now) + " + " + Minutes(allowed) + ")");
}
Error SignatureExpired(Timestamp signed_at, Timestamp now, Duration allowed) {
  return InvalidSignature("Signature expired: " + BasicTimeText(signed_at) +
                          " is now earlier than " + BasicTimeText(now - allowed) + " (" +
                          BasicTimeText(now) + " - " + Minutes(allowed) + ")");
}
Error UnrecognizedClient() {
  return Error("UnrecognizedClientException",
               "The security token included in the request is invalid.");
}
Error ExpiredToken() {
  return Error("ExpiredTokenException", "The security token included in the request is expired");
}
Error SignatureDoesNotMatch(std::string_view canonical_request, std::string_view string_to_sign) {
  std::string message =
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
      "The Canonical String for this request should have been\n'";
  message.append(canonical_request).append("'\n\nThe String-to-Sign should have been\n'");
  return InvalidSignature(message.append(string_to_sign).append("'\n"));
}

Error NotAuthorized(std::string_view caller, std::string_view action, std::string_view resource,
                    Refusal refusal) {
  std::string message = "User: ";
  message.append(caller).append(" is not authorized to perform: ").append(action);
  message.append(" on resource: ").append(resource);
  const std::string allows = " allows the " + std::string(action) + " action";
  switch (refusal) {
    case Refusal::kExplicitInIdentityPolicy:
      message += " with an explicit deny in an identity-based policy";
      break;
    case Refusal::kExplicitInResourcePolicy:
      message += " with an explicit deny in a resource-based policy";
      break;
    case Refusal::kNoIdentityPolicy:
      message += " because no identity-based policy" + allows;
      break;
    case Refusal::kNoResourcePolicy:
      message += " because no resource-based policy" + allows;
      break;
  }
  return Error("AccessDeniedException", std::move(message));
}

}  // namespace runnel::error

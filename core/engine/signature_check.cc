#include "core/engine/signature_check.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/api/errors.h"
#include "core/api/signature.h"
#include "core/base/calendar.h"
#include "core/base/sha256.h"
#include "core/engine/authentication.h"
#include "core/model/limits.h"

namespace runnel {
namespace {

// The parameters of either form of authentication, brought together.
struct Parameters {
  std::string_view algorithm;
  std::string_view credential;
  std::string_view signature;
  std::string_view signed_headers;
  std::string_view date;  // as the request writes it
  std::string_view expires;
  std::string_view token;
};

Parameters ParametersOf(const Request& request, const RequestHeaders& headers,
                        const QueryParameters& query) {
  using enum QueryParameters::Place;
  if (query.present) {
    const auto& values = query.values;
    return {values[kAlgorithm], values[kCredential], values[kSignature], values[kSignedHeaders],
            values[kDate],      values[kExpires],    values[kToken]};
  }
  const HeaderParameters header = ParseAuthorization(headers.authorization);
  const std::string_view date = headers.amz_date.empty() ? headers.date : headers.amz_date;
  return {header.algorithm,
          header.credential,
          header.signature,
          header.signed_headers,
          date,
          {},
          FindHeader(request.headers, "x-amz-security-token")};
}

// "{access key}/{date}/{region}/{service}/{terminator}".
struct Credential {
  std::string_view access_key;
  SignatureScope scope;
  std::string_view terminator;
};

std::optional<Credential> SplitCredential(std::string_view text) {
  std::array<std::string_view, 5> parts;
  std::size_t count = 0;
  for (std::string_view rest = text; count < parts.size(); ++count) {
    const std::size_t slash = rest.find('/');
    parts[count] = rest.substr(0, slash);
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  // One more would have left the last place with a slash behind it.
  if (count != parts.size() - 1) return std::nullopt;
  return Credential{parts[0], {parts[1], parts[2], parts[3]}, parts[4]};
}

bool SignsHost(std::string_view signed_headers) {
  while (!signed_headers.empty()) {
    const std::size_t end = signed_headers.find(';');
    const std::string_view name = signed_headers.substr(0, end);
    if (name == "host" || name == ":authority") return true;
    signed_headers.remove_prefix(end == std::string_view::npos ? signed_headers.size() : end + 1);
  }
  return false;
}

// AWS: what is wrong with a scope is told all at once.
std::string ScopeFaults(const Credential& credential, std::string_view service,
                        std::string_view time) {
  std::string faults;
  if (!service.empty() && credential.scope.service != service) {
    faults += "Credential should be scoped to correct service: '" + std::string(service) + "'. ";
  }
  if (credential.terminator != kScopeTerminator) {
    faults += "Credential should be scoped with a valid terminator: '" +
              std::string(kScopeTerminator) + "', not '" + std::string(credential.terminator) +
              "'. ";
  }
  const std::string_view day = time.substr(0, 8);
  if (credential.scope.date != day) {
    faults +=
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
        "from HTTP: '" +
        std::string(credential.scope.date) + "' != '" + std::string(day) + "', from '" +
        std::string(time) + "'. ";
  }
  return faults;
}

// Takes as long whether the first byte differs or the last, so that nobody can find a signature out
// byte by byte.
bool EqualInConstantTime(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

std::optional<Timestamp> ReadDate(std::string_view text) {
  if (const auto time = ReadBasicTime(text)) return time;
  return ReadHttpTime(text);
}

// X-Amz-Expires in seconds. Nullopt for what is no such number.
std::optional<Duration> ReadLifetime(std::string_view expires) {
  if (expires.empty()) return limits::kSignatureLifetime;
  constexpr std::size_t kDigitsMax = 6;
  if (expires.size() > kDigitsMax) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : expires) {
    if (c < '0' || c > '9') return std::nullopt;
    seconds = seconds * 10 + (c - '0');
  }
  const Duration lifetime = Duration::Seconds(seconds);
  return lifetime <= limits::kSignatureLifetimeMax ? std::optional(lifetime) : std::nullopt;
}

}  // namespace

Result<SignatureCheck> CheckSignature(const Request& request, const RequestHeaders& headers,
                                      const Identities& identities, std::string_view service) {
  const QueryParameters query = ParseQuery(request.target);
  const Parameters parameters = ParametersOf(request, headers, query);
  if (parameters.algorithm != kSignatureAlgorithm) {
    return error::SignatureAlgorithmUnknown(parameters.algorithm);
  }
  const auto credential = SplitCredential(parameters.credential);
  if (!credential) return error::CredentialMalformed(parameters.credential);
  const auto signed_at = ReadDate(parameters.date);
  if (!signed_at) return error::SignatureDateMalformed(parameters.date);
  const auto lifetime = ReadLifetime(parameters.expires);
  if (!lifetime) return error::SignatureLifetimeOutOfRange(parameters.expires);
  if (!SignsHost(parameters.signed_headers)) return error::HostNotSigned();
  const std::string time = BasicTimeText(*signed_at);
  std::string faults = ScopeFaults(*credential, service, time);
  if (!faults.empty()) return error::InvalidSignature(std::move(faults));

  SignatureCheck check;
  check.signed_at = *signed_at;
  check.lifetime = *lifetime;
  const auto found = identities.find(credential->access_key);
  if (found == identities.end()) return check;
  const Identity& identity = found->second;
  if (!EqualInConstantTime(identity.session_token, parameters.token)) return check;
  check.identity = &identity;
  // AWS: Kinesis takes no unsigned payload, so the hash is always that of the body; a client that
  // has put anything else in its place has signed another text.
  const std::string canonical = CanonicalRequest(request, parameters.signed_headers,
                                                 HexOf(Sha256(request.body)), PathEncoding::kTwice);
  const std::string to_sign = StringToSign(time, credential->scope, canonical);
  const std::string expected = SignatureOf(identity.secret_key, credential->scope, to_sign);
  if (!EqualInConstantTime(expected, parameters.signature)) {
    check.mismatch = error::SignatureDoesNotMatch(canonical, to_sign);
  }
  return check;
}

Result<void> JudgeSignature(const SignatureCheck& check, Timestamp now) {
  if (check.signed_at > now + limits::kSignatureLifetime) {
    return error::SignatureNotYetCurrent(check.signed_at, now, limits::kSignatureLifetime);
  }
  if (check.signed_at < now - check.lifetime) {
    return error::SignatureExpired(check.signed_at, now, check.lifetime);
  }
  if (check.identity == nullptr) return error::UnrecognizedClient();
  if (check.identity->expires_at && *check.identity->expires_at <= now) {
    return error::ExpiredToken();
  }
  if (check.mismatch) return *check.mismatch;
  return {};
}

}  // namespace runnel

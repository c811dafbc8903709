#include "native-server/command_line/request_signing.h"

#include <algorithm>
#include <vector>

#include "core/api/signature.h"
#include "core/base/calendar.h"
#include "core/base/sha256.h"

namespace runnel {
namespace {

constexpr std::size_t kDayDigits = 8;  // of "20150830T123600Z"

std::string Authorization(std::string_view access_key, const SignatureScope& scope,
                          std::string_view signed_headers, std::string_view signature) {
  std::string text(kSignatureAlgorithm);
  text.append(" Credential=").append(access_key).append("/").append(scope.date);
  text.append("/").append(scope.region).append("/").append(scope.service);
  text.append("/").append(kScopeTerminator);
  text.append(", SignedHeaders=").append(signed_headers);
  return text.append(", Signature=").append(signature);
}

bool HasTarget(const HttpRequest& request) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [](const auto& header) { return header.first == "X-Amz-Target"; });
}

}  // namespace

void Sign(HttpRequest& request, const Endpoint& endpoint, const Identity& identity,
          std::string_view region, Timestamp now, std::string_view service) {
  const std::string time = BasicTimeText(now);
  const SignatureScope scope{std::string_view(time).substr(0, kDayDigits), region, service};
  std::string signed_headers = "host;x-amz-date";
  request.headers.emplace_back("X-Amz-Date", time);
  if (!identity.session_token.empty()) {
    request.headers.emplace_back("X-Amz-Security-Token", identity.session_token);
    signed_headers += ";x-amz-security-token";
  }
  if (HasTarget(request)) signed_headers += ";x-amz-target";
  const std::string host = endpoint.Authority();
  std::vector<Header> headers = {{"Host", host}};
  for (const auto& [name, value] : request.headers) headers.push_back({name, value});
  const std::string canonical =
      CanonicalRequest({request.method, request.target, headers, request.body}, signed_headers,
                       HexOf(Sha256(request.body)), PathEncoding::kTwice);
  const std::string signature =
      SignatureOf(identity.secret_key, scope, StringToSign(time, scope, canonical));
  request.headers.emplace_back(
      "Authorization", Authorization(identity.access_key, scope, signed_headers, signature));
}

void NameCaller(HttpRequest& request, std::string_view access_key, std::string_view region,
                Timestamp now, std::string_view service) {
  const std::string time = BasicTimeText(now);
  const SignatureScope scope{std::string_view(time).substr(0, kDayDigits), region, service};
  request.headers.emplace_back("X-Amz-Date", time);
  request.headers.emplace_back("Authorization",
                               Authorization(access_key, scope, "host;x-amz-date;x-amz-target",
                                             std::string(2 * sizeof(Sha256Digest), '0')));
}

}  // namespace runnel

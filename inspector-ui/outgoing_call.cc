#include "inspector-ui/outgoing_call.h"

#include <boost/json.hpp>
#include <string_view>

#include "core/api/signature.h"
#include "core/base/calendar.h"
#include "core/base/sha256.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr std::string_view kService = "kinesis";
constexpr std::size_t kDayDigits = 8;  // of "20150830T123600Z"

// As browsers send it: their own headers are not signed.
std::string SignatureText(const Caller& caller, const SignatureScope& scope,
                          std::string_view signed_headers, const std::string& host,
                          const HeaderTexts& named, const std::string& body,
                          std::string_view time) {
  std::vector<Header> headers = {{"Host", host}};
  for (const auto& [name, value] : named) headers.push_back({name, value});
  const std::string canonical = CanonicalRequest({"POST", "/", headers, body}, signed_headers,
                                                 HexOf(Sha256(body)), PathEncoding::kTwice);
  return SignatureOf(caller.secret_key, scope, StringToSign(time, scope, canonical));
}

}  // namespace

HeaderTexts HeadersOf(const OutgoingCall& call, const std::string& body, const Caller& caller,
                      const std::string& host, Timestamp now) {
  const std::string time = BasicTimeText(now);
  const std::string region = call.region.empty() ? caller.region : call.region;
  const std::string account = call.account.empty() ? caller.account : call.account;
  const SignatureScope scope{std::string_view(time).substr(0, kDayDigits), region, kService};
  HeaderTexts headers = {{"X-Amz-Target", call.target}, {"X-Amz-Date", time}};
  std::string signed_headers = "host;x-amz-date;x-amz-target";
  if (!caller.session_token.empty()) {
    headers.emplace_back("X-Amz-Security-Token", caller.session_token);
    signed_headers = "host;x-amz-date;x-amz-security-token;x-amz-target";
  }
  const std::string signature =
      caller.secret_key.empty()
          ? std::string(2 * sizeof(Sha256Digest), '0')
          : SignatureText(caller, scope, signed_headers, host, headers, body, time);
  std::string text(kSignatureAlgorithm);
  text.append(" Credential=").append(caller.access_key.empty() ? account : caller.access_key);
  text.append("/").append(scope.date).append("/").append(region).append("/").append(kService);
  text.append("/").append(kScopeTerminator).append(", SignedHeaders=").append(signed_headers);
  headers.emplace_back("Authorization", text.append(", Signature=").append(signature));
  return headers;
}

json::object ObjectOf(const std::string& body) {
  json::error_code error;
  const json::value value = json::parse(body, error);
  return !error && value.is_object() ? value.get_object() : json::object();
}

AnswerText ReadAnswer(int status, std::string body) {
  if (status == 200) return {std::move(body), {}};
  if (status == 0) return {{}, body.empty() ? "no answer" : std::move(body)};
  const json::object answer = ObjectOf(body);
  const auto text = [&](const char* name) {
    const json::value* const member = answer.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
  };
  const std::string code = text("__type");
  const std::string message = text("message") + text("Message");
  if (code.empty()) return {{}, "HTTP status " + std::to_string(status)};
  return {{}, message.empty() ? code : code + ": " + message};
}

}  // namespace runnel

// Requests with signatures as a client makes them, to try an emulator that verifies.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/signature.h"
#include "core/base/calendar.h"
#include "core/base/percent_encoding.h"
#include "core/base/sha256.h"

namespace runnel::test {

// Change what you like between making, signing and sending.
struct SignedRequest {
  SignedRequest(std::string_view operation, std::string input, Timestamp now)
      : time(BasicTimeText(now)), body(std::move(input)) {
    headers = {{"Host", "localhost:4566"},
               {"X-Amz-Target", "Kinesis_20131202." + std::string(operation)},
               {"Content-Type", "application/x-amz-json-1.1"}};
  }

  std::string& HeaderNamed(std::string_view name) {
    for (auto& [present, value] : headers) {
      if (present == name) return value;
    }
    return headers.emplace_back(name, "").second;
  }

  void Sign() {
    HeaderNamed("X-Amz-Date") = time;
    if (!token.empty()) HeaderNamed("X-Amz-Security-Token") = token;
    const std::string signature = Signature();
    HeaderNamed("Authorization") = "AWS4-HMAC-SHA256 Credential=" + Credential() +
                                   ", SignedHeaders=" + signed_headers + ", Signature=" + signature;
  }

  // As a presigned URL.
  void SignQuery(std::string_view expires = "60") {
    target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + PercentEncode(Credential()) +
             "&X-Amz-Date=" + time + "&X-Amz-Expires=" + std::string(expires) +
             "&X-Amz-SignedHeaders=" + PercentEncode(signed_headers);
    if (!token.empty()) target += "&X-Amz-Security-Token=" + PercentEncode(token);
    target += "&X-Amz-Signature=" + Signature();
  }

  // Valid while this is.
  Request request() {
    views.clear();
    for (const auto& [name, value] : headers) views.push_back({name, value});
    return {"POST", target, views, body, peer_address, over_tls};
  }

  std::string Credential() const {
    return access_key + "/" + date() + "/" + region + "/" + service + "/" + terminator;
  }
  std::string date() const { return scope_date.empty() ? time.substr(0, 8) : scope_date; }

  std::string access_key = "AKIDANA";
  std::string secret = "ana's secret";
  std::string token;
  std::string region = "us-east-1";
  std::string service = "kinesis";
  std::string terminator = "aws4_request";
  std::string scope_date;  // empty: that of `time`
  std::string time;
  std::string signed_headers = "content-type;host;x-amz-date;x-amz-target";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string payload_hash;  // empty: that of the body
  std::string peer_address;
  bool over_tls = false;

 private:
  std::string Signature() {
    const std::string day = date();
    const SignatureScope scope{day, region, service};
    const std::string hash = payload_hash.empty() ? HexOf(Sha256(body)) : payload_hash;
    const std::string canonical =
        CanonicalRequest(request(), signed_headers, hash, PathEncoding::kTwice);
    return SignatureOf(secret, scope, StringToSign(time, scope, canonical));
  }

  std::vector<Header> views;
};

}  // namespace runnel::test

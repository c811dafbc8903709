#include "inspector-ui/outgoing_call.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace runnel {
namespace {

// 2015-08-30T12:36:00Z
constexpr Timestamp kNow{1'440'938'160'000};

std::string HeaderOf(const HeaderTexts& headers, const std::string& name) {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& header) { return header.first == name; });
  return found == headers.end() ? "" : found->second;
}

TEST_CASE("HeadersOf: without a secret key, the account of the stream calls, in its region") {
  const OutgoingCall call{"Kinesis_20131202.PutRecord", {}, "111122223333", "eu-west-1"};
  const HeaderTexts headers = HeadersOf(call, "{}", {}, "localhost", kNow);
  CHECK(HeaderOf(headers, "X-Amz-Target") == "Kinesis_20131202.PutRecord");
  CHECK(HeaderOf(headers, "X-Amz-Date") == "20150830T123600Z");
  CHECK(HeaderOf(headers, "Authorization")
            .starts_with("AWS4-HMAC-SHA256 "
                         "Credential=111122223333/20150830/eu-west-1/kinesis/aws4_request, "));
  const HeaderTexts others = HeadersOf({"Runnel.InspectStreams", {}}, "{}", {}, "localhost", kNow);
  CHECK(HeaderOf(others, "Authorization").find("Credential=000000000000/20150830/us-east-1/") !=
        std::string::npos);
}

TEST_CASE("HeadersOf: with a secret key, the call is signed") {
  Caller caller;
  caller.access_key = "AKIDEXAMPLE";
  caller.secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  caller.session_token = "token";
  const HeaderTexts headers =
      HeadersOf({"Kinesis_20131202.ListStreams", {}}, "{}", caller, "127.0.0.1:4566", kNow);
  CHECK(HeaderOf(headers, "X-Amz-Security-Token") == "token");
  CHECK(HeaderOf(headers, "Authorization") ==
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/kinesis/aws4_request, "
        "SignedHeaders=host;x-amz-date;x-amz-security-token;x-amz-target, "
        "Signature=863747fb899457da320282ae93a2f649fb09fa9b8babec652a804dcd73ea1a3d");
}

TEST_CASE("ReadAnswer: a refusal is its code and message, and no answer its reason") {
  CHECK(ReadAnswer(200, "{}").refusal.empty());
  CHECK(ReadAnswer(200, "{}").body == "{}");
  CHECK(ReadAnswer(400, R"({"__type":"X","message":"why"})").refusal == "X: why");
  CHECK(ReadAnswer(400, R"({"__type":"X"})").refusal == "X");
  CHECK(ReadAnswer(502, "<html>").refusal == "HTTP status 502");
  CHECK(ReadAnswer(0, "lost").refusal == "lost");
  CHECK(ReadAnswer(0, "").refusal == "no answer");
  CHECK(ObjectOf("[1]").empty());
  CHECK(ObjectOf("{").empty());
}

}  // namespace
}  // namespace runnel

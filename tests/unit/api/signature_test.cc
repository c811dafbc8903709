#include "core/api/signature.h"

#include <doctest/doctest.h>

#include <cctype>
#include <string>
#include <vector>

#include "core/base/percent_encoding.h"
#include "core/base/sha256.h"
#include "tests/unit/api/signature_vectors.h"

namespace runnel::test {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr std::string_view kTime = "20150830T123600Z";
constexpr SignatureScope kScope = {"20150830", "us-east-1", "service"};

bool Has(std::string_view signed_headers, std::string_view name) {
  const std::string list = ";" + std::string(signed_headers) + ";";
  return list.find(";" + std::string(name) + ";") != std::string::npos;
}

// The text of a vector, taken apart; a field that goes on in the next line is joined as it is.
struct VectorRequest {
  explicit VectorRequest(std::string_view text) {
    const auto line = [&text] {
      const std::string taken(text.substr(0, text.find('\n')));
      text.remove_prefix(std::min(taken.size() + 1, text.size()));
      return taken;
    };
    const std::string first = line();
    method = first.substr(0, first.find(' '));
    target = first.substr(method.size() + 1, first.rfind(' ') - method.size() - 1);
    for (std::string field = line(); !field.empty(); field = line()) {
      if (field.starts_with(' ')) {
        fields.back().second += "\n" + field;
      } else {
        const std::size_t colon = field.find(':');
        fields.emplace_back(field.substr(0, colon), field.substr(colon + 1));
      }
    }
    body = text;
  }

  std::string CanonicalRequest(std::string_view signed_headers, PathEncoding encoding) const {
    std::vector<Header> headers;
    for (const auto& [name, value] : fields) headers.push_back({name, value});
    const Request request{method, target, headers, body};
    return runnel::CanonicalRequest(request, signed_headers, HexOf(Sha256(body)), encoding);
  }

  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
};

std::string Sign(const VectorRequest& request, std::string_view signed_headers) {
  const std::string canonical = request.CanonicalRequest(signed_headers, PathEncoding::kOnce);
  return SignatureOf(kSecret, kScope, StringToSign(kTime, kScope, canonical));
}

TEST_CASE("Signature: the published vectors, signed in the header") {
  for (const SignatureVector& vector : kSignatureVectors) {
    CAPTURE(vector.name);
    VectorRequest request(vector.request);
    request.fields.emplace_back("X-Amz-Date", kTime);
    if (Has(vector.signed_headers, "x-amz-content-sha256")) {
      request.fields.emplace_back("X-Amz-Content-SHA256", HexOf(Sha256(request.body)));
    }
    if (!vector.token.empty()) request.fields.emplace_back("X-Amz-Security-Token", vector.token);
    CHECK(Sign(request, vector.signed_headers) == vector.signature);
    request.body += "!";
    CHECK(Sign(request, vector.signed_headers) != vector.signature);
  }
}

TEST_CASE("Signature: the published vectors, signed in the query") {
  for (const SignatureVector& vector : kSignatureVectors) {
    CAPTURE(vector.name);
    VectorRequest request(vector.request);
    request.target += request.target.find('?') == std::string::npos ? "?" : "&";
    request.target += "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2F";
    request.target += "us-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z";
    request.target += "&X-Amz-SignedHeaders=" + PercentEncode(vector.query_signed_headers);
    request.target += "&X-Amz-Expires=3600&X-Amz-Signature=left-out";
    // One vector adds the token after having signed.
    if (!vector.token.empty() && vector.name != "post-sts-header-after") {
      request.target += "&X-Amz-Security-Token=" + PercentEncode(vector.token);
    }
    CHECK(Sign(request, vector.query_signed_headers) == vector.query_signature);
    request.target += "&x=y";
    CHECK(Sign(request, vector.query_signed_headers) != vector.query_signature);
  }
}

TEST_CASE("Signature: a path that the URL has encoded is encoded once more") {
  const VectorRequest request(
      "POST /functions/arn%3Aaws%3Alambda/a@b HTTP/1.1\nHost:lambda.us-east-2.amazonaws.com\n");
  CHECK(request.CanonicalRequest("host", PathEncoding::kTwice)
            .starts_with("POST\n/functions/arn%253Aaws%253Alambda/a%40b\n\n"));
}

TEST_CASE("Signature: HTTP/2's :authority and HTTP/1.1's host stand for each other") {
  const VectorRequest http1("POST / HTTP/1.1\nHost:localhost:4566\n");
  VectorRequest http2("POST / HTTP/1.1\n");
  http2.fields.emplace_back(":authority", "localhost:4566");
  for (const char* name : {"host", ":authority"}) {
    CAPTURE(name);
    const std::string canonical = http1.CanonicalRequest(name, PathEncoding::kTwice);
    CHECK(canonical.find(std::string(name) + ":localhost:4566\n") != std::string::npos);
    CHECK(http2.CanonicalRequest(name, PathEncoding::kTwice) == canonical);
  }
}

}  // namespace
}  // namespace runnel::test

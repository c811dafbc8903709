// AWS's Signature Version 4: what is signed, and how. Pure functions, for the side that signs and
// the side that verifies alike. Source: the vendor's description of the signing process, and its
// published test vectors.
#pragma once

#include <string>
#include <string_view>

#include "core/api/request.h"

namespace runnel {

inline constexpr std::string_view kSignatureAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kScopeTerminator = "aws4_request";

// What a signature is good for: "{date}/{region}/{service}/aws4_request".
struct SignatureScope {
  std::string_view date;  // "20150830"
  std::string_view region;
  std::string_view service;
};

// S3 encodes a path once, all other services encode once more what the URL has encoded already.
enum class PathEncoding { kOnce, kTwice };

// `signed_headers` is the list as the request gives it, "host;x-amz-date". A host that is signed
// may have travelled as HTTP/2's :authority, and the other way round. X-Amz-Signature in the query
// is left out. `payload_hash` is the SHA-256 of the body, in hexadecimal digits.
std::string CanonicalRequest(const Request& request, std::string_view signed_headers,
                             std::string_view payload_hash, PathEncoding encoding);

// `time` is ISO 8601's basic format, "20150830T123600Z".
std::string StringToSign(std::string_view time, const SignatureScope& scope,
                         std::string_view canonical_request);

// 64 hexadecimal digits.
std::string SignatureOf(std::string_view secret_key, const SignatureScope& scope,
                        std::string_view string_to_sign);

}  // namespace runnel

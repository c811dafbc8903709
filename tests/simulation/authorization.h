// What the requests of clients are signed with: nobody looks at the signature.
#pragma once

#include <string_view>

namespace runnel::simulation {

inline constexpr std::string_view kAuthorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, "
    "SignedHeaders=host, Signature=0";
inline constexpr std::string_view kLambdaAuthorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, "
    "SignedHeaders=host, Signature=0";

}  // namespace runnel::simulation

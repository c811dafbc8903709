// Resource policies: what a document may say. Whom it lets in, evaluation.h decides.
// Source: kinesis-api 9.6.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

enum class PolicyResourceKind { kStream, kConsumer };

// What is wrong with `document` as the policy of the resource `arn`; empty when nothing is. The
// texts say what would be right.
std::string FindPolicyFault(std::string_view document, PolicyResourceKind kind,
                            std::string_view arn);

}  // namespace runnel

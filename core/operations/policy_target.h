// What the policy operations act on: a stream or a consumer.
// Source: kinesis-api 9.6.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

struct PolicyTarget {
  std::variant<StreamUid, ConsumerUid> uid;
  const std::optional<std::string>* policy = nullptr;
  // The one that it is; the other is null.
  const Stream* stream = nullptr;
  const Consumer* consumer = nullptr;
};

// Errors: InvalidArgumentException (also for channels, which have no policies),
// ResourceNotFoundException, and AccessDeniedException for a resource of another account.
Result<PolicyTarget> FindPolicyTarget(const Context& context, std::string_view operation,
                                      const std::string& arn);

}  // namespace runnel

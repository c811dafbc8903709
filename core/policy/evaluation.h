// What policies say about one request. Pure functions: the text of the policies and the facts of
// the request in, a decision out. Source: kinesis-api 9.6, and the vendor's description of how IAM
// evaluates policies within an account and across accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/api/errors.h"
#include "core/model/names.h"
#include "core/policy/condition.h"

namespace runnel {

// Who wants to do what with what.
struct AccessRequest {
  AccountId account;           // of the caller
  std::string caller_arn;      // "arn:aws:sts::111111111111:assumed-role/reader/night"
  std::string principal_arn;   // "arn:aws:iam::111111111111:role/reader"; else as caller_arn
  std::string action;          // "kinesis:GetRecords"
  std::string resource;        // an ARN; "*" for calls that are about no one resource
  AccountId resource_account;  // whose it is
  ConditionKeys keys;
};

struct AccessPolicies {
  // Of the caller. Nullopt: the caller's account lets it do everything.
  std::optional<std::string_view> identity;
  // Of the resource. Nullopt: it has none.
  std::optional<std::string_view> resource;
};

// Why the request is refused, or nothing. The rules:
//   - an explicit deny, wherever it stands, refuses;
//   - within an account it is enough that either policy allows, but a resource policy that names
//     only the account leaves it to the account whom it lets in: the identity policy must allow;
//   - across accounts both must allow.
std::optional<error::Refusal> FindRefusal(const AccessRequest& request,
                                          const AccessPolicies& policies);

// What is wrong with `document` as the policy of an identity; empty when nothing is.
std::string FindIdentityPolicyFault(std::string_view document);

}  // namespace runnel

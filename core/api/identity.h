// Who may call, when signatures are verified.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

// One access key and whose it is.
struct Identity {
  std::string access_key;
  std::string secret_key;
  // What the request must carry as X-Amz-Security-Token. Empty: nothing.
  std::string session_token;
  // When the session token ends, by the host's clock.
  std::optional<Timestamp> expires_at;

  AccountId account;
  // As messages name the caller: "arn:aws:iam::111111111111:user/ana", or of a role the session,
  // "arn:aws:sts::111111111111:assumed-role/reader/night".
  std::string arn;
  // As policies name it (aws:PrincipalArn): of a role's session, the role.
  std::string principal_arn;
  // The organization that the account belongs to (aws:PrincipalOrgID). Empty: none.
  std::string organization;
  // What the identity's own account lets it do, an IAM policy in JSON. Empty: everything.
  std::string policy;
};

// By access key. Immutable once an emulator has it.
using Identities = std::map<std::string, Identity, std::less<>>;

// "arn:aws:iam::{account}:root".
inline std::string RootArn(const AccountId& account) {
  return "arn:aws:iam::" + account.text() + ":root";
}

}  // namespace runnel

// The tokens by which requests of connections are authorized that need one (OAuth 2.0, RFC 6749
// 4.4). Nothing here outlives the process: a new one gets tokens of its own.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/api/function_invocation.h"
#include "core/base/time.h"
#include "core/model/connection.h"

namespace runnel {

class ConnectionTokens {
 public:
  // The value of the header Authorization; nullopt: there is no token that still holds.
  std::optional<std::string> Find(const Connection& connection, Timestamp now) const;
  // Keeps what the answer to TokenCallOf brings. Returns why it brings none, in words; empty: it
  // does.
  std::string Take(const Connection& connection, const std::string& answer, Timestamp now);
  void Forget(const Connection& connection) { tokens_.erase(connection.arn); }
  void Clear() { tokens_.clear(); }

 private:
  struct Token {
    std::string header;
    Timestamp connection_modified_at;
    Timestamp until;
  };
  std::map<std::string, Token> tokens_;  // by the connection's ARN
};

// The request for a token, without the ids of an invocation.
FunctionInvocation TokenCallOf(const Connection& connection);

}  // namespace runnel

// Connections and API destinations of EventBridge as values: where pipes send requests over HTTP.
// Source: integrations 3.5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"

namespace runnel {

// Goes into a header, the query or the body of a request.
struct ConnectionParameter {
  std::string key;
  std::string value;
  bool is_secret = false;  // its value is not told again
};

struct ConnectionParameters {
  std::vector<ConnectionParameter> headers;
  std::vector<ConnectionParameter> query;
  std::vector<ConnectionParameter> body;
};

enum class AuthorizationType : std::uint8_t { kBasic, kOauthClientCredentials, kApiKey };

// How requests are authorized.
struct Connection {
  Scope scope;
  std::string name;
  std::string arn;
  std::optional<std::string> description;
  AuthorizationType type = AuthorizationType::kBasic;
  std::string principal;  // the user's name, the key's name or the client's id
  std::string secret;     // the password, the key's value or the client's secret
  // Where a token is got by OAuth, and how.
  std::string token_url;
  std::string token_method;
  ConnectionParameters token_parameters;
  ConnectionParameters parameters;  // of every request
  Timestamp created_at;
  Timestamp modified_at;
};

struct ApiDestination {
  Scope scope;
  std::string name;
  std::string arn;
  std::optional<std::string> description;
  std::string connection_arn;
  std::string url;  // may have path parts "*"
  std::string method;
  std::int32_t rate = 300;  // requests a second; kept, not looked at
  Timestamp created_at;
  Timestamp modified_at;
};

// What the ARN of a connection or of an API destination names.
struct EventResourceArn {
  Scope scope;
  std::string kind;  // "connection", "api-destination"
  std::string name;
};
// Of "arn:aws:events:{region}:{account}:{kind}/{name}/{uuid}"; nullopt: it is none.
std::optional<EventResourceArn> ParseEventResourceArn(std::string_view text);

}  // namespace runnel

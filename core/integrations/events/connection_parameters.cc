#include <algorithm>
#include <utility>

#include "core/integrations/events/connection_shapes.h"
#include "core/integrations/events/event_errors.h"

namespace runnel {
namespace {

using Inputs = std::optional<std::vector<ConnectionParameterInput>>;

bool IsHeaderName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
}

std::vector<ConnectionParameter> Read(const Inputs& inputs) {
  std::vector<ConnectionParameter> parameters;
  for (const ConnectionParameterInput& input :
       inputs.value_or(std::vector<ConnectionParameterInput>())) {
    parameters.push_back(
        {input.key.value_or(""), input.value.value_or(""), input.is_value_secret.value_or(false)});
  }
  return parameters;
}

Result<ConnectionParameters> Read(const ConnectionHttpInput& input) {
  ConnectionParameters parameters{Read(input.headers), Read(input.query), Read(input.body)};
  for (const ConnectionParameter& header : parameters.headers) {
    if (!IsHeaderName(header.key)) return error::ConnectionHeaderInvalid(header.key);
  }
  return parameters;
}

Inputs Shown(const std::vector<ConnectionParameter>& parameters) {
  if (parameters.empty()) return std::nullopt;
  std::vector<ConnectionParameterInput> shown;
  for (const ConnectionParameter& parameter : parameters) {
    ConnectionParameterInput& one = shown.emplace_back();
    one.key = parameter.key;
    if (!parameter.is_secret) one.value = parameter.value;
    one.is_value_secret = parameter.is_secret;
  }
  return shown;
}

std::optional<ConnectionHttpInput> Shown(const ConnectionParameters& parameters) {
  ConnectionHttpInput shown{Shown(parameters.headers), Shown(parameters.query),
                            Shown(parameters.body)};
  if (!shown.headers && !shown.query && !shown.body) return std::nullopt;
  return shown;
}

Result<void> ApplyOauth(const OauthInput& input, Connection& connection) {
  if (input.client) {
    if (input.client->client_id) connection.principal = *input.client->client_id;
    if (input.client->client_secret) connection.secret = *input.client->client_secret;
  }
  if (input.authorization_endpoint) connection.token_url = *input.authorization_endpoint;
  if (input.http_method) connection.token_method = *input.http_method;
  if (input.http) {
    auto parameters = Read(*input.http);
    if (!parameters) return parameters.error();
    connection.token_parameters = *std::move(parameters);
  }
  if (!IsEndpoint(connection.token_url)) return error::EndpointInvalid(connection.token_url);
  return {};
}

Result<void> ApplyCredentials(const AuthParametersInput& input, Connection& connection) {
  switch (connection.type) {
    case AuthorizationType::kBasic:
      if (!input.basic) break;
      if (input.basic->username) connection.principal = *input.basic->username;
      if (input.basic->password) connection.secret = *input.basic->password;
      break;
    case AuthorizationType::kApiKey:
      if (!input.api_key) break;
      if (input.api_key->name) connection.principal = *input.api_key->name;
      if (input.api_key->value) connection.secret = *input.api_key->value;
      if (!IsHeaderName(connection.principal)) {
        return error::ConnectionHeaderInvalid(connection.principal);
      }
      break;
    case AuthorizationType::kOauthClientCredentials:
      if (!input.oauth) break;
      if (const auto applied = ApplyOauth(*input.oauth, connection); !applied) {
        return applied.error();
      }
      break;
  }
  return {};
}

std::string_view NeededMember(AuthorizationType type) {
  switch (type) {
    case AuthorizationType::kBasic:
      return "BasicAuthParameters with Username and Password";
    case AuthorizationType::kApiKey:
      return "ApiKeyAuthParameters with ApiKeyName and ApiKeyValue";
    case AuthorizationType::kOauthClientCredentials:
      break;
  }
  return "OAuthParameters with ClientParameters, AuthorizationEndpoint and HttpMethod";
}

}  // namespace

std::string_view NameOf(AuthorizationType type) {
  return event_shapes::kTypes[static_cast<std::size_t>(type)];
}

bool IsEndpoint(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    const std::string_view rest = url.substr(scheme.size());
    const bool has_host = !rest.empty() && rest.front() != '/' && rest.front() != ':';
    // What would end the line of a request cannot be a part of one.
    return has_host && std::all_of(url.begin(), url.end(), [](char c) {
             return static_cast<unsigned char>(c) > ' ' && c != '\x7f';
           });
  }
  return false;
}

Result<void> ApplyAuth(const AuthParametersInput& input, Connection& connection) {
  if (const auto applied = ApplyCredentials(input, connection); !applied) return applied.error();
  const bool needs_token = connection.type == AuthorizationType::kOauthClientCredentials;
  const bool lacks_token =
      needs_token && (connection.token_url.empty() || connection.token_method.empty());
  if (connection.principal.empty() || connection.secret.empty() || lacks_token) {
    return error::ConnectionParametersMissing(NeededMember(connection.type),
                                              NameOf(connection.type));
  }
  if (!input.invocation) return {};
  auto parameters = Read(*input.invocation);
  if (!parameters) return parameters.error();
  connection.parameters = *std::move(parameters);
  return {};
}

AuthParametersInput ShownAuth(const Connection& connection) {
  AuthParametersInput shown;
  switch (connection.type) {
    case AuthorizationType::kBasic:
      shown.basic.emplace().username = connection.principal;
      break;
    case AuthorizationType::kApiKey:
      shown.api_key.emplace().name = connection.principal;
      break;
    case AuthorizationType::kOauthClientCredentials: {
      OauthInput& oauth = shown.oauth.emplace();
      oauth.client.emplace().client_id = connection.principal;
      oauth.authorization_endpoint = connection.token_url;
      oauth.http_method = connection.token_method;
      oauth.http = Shown(connection.token_parameters);
      break;
    }
  }
  shown.invocation = Shown(connection.parameters);
  return shown;
}

}  // namespace runnel

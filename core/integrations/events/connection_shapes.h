// The structures of the operations on connections.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shapes.h"
#include "core/base/result.h"
#include "core/model/connection.h"

namespace runnel {

struct ConnectionParameterInput {
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::optional<bool> is_value_secret;
};
struct ConnectionHttpInput {
  std::optional<std::vector<ConnectionParameterInput>> headers;
  std::optional<std::vector<ConnectionParameterInput>> query;
  std::optional<std::vector<ConnectionParameterInput>> body;
};
struct BasicAuthInput {
  std::optional<std::string> username;
  std::optional<std::string> password;
};
struct ApiKeyAuthInput {
  std::optional<std::string> name;
  std::optional<std::string> value;
};
struct OauthClientInput {
  std::optional<std::string> client_id;
  std::optional<std::string> client_secret;
};
struct OauthInput {
  std::optional<OauthClientInput> client;
  std::optional<std::string> authorization_endpoint;
  std::optional<std::string> http_method;
  std::optional<ConnectionHttpInput> http;
};
struct AuthParametersInput {
  std::optional<BasicAuthInput> basic;
  std::optional<ApiKeyAuthInput> api_key;
  std::optional<OauthInput> oauth;
  std::optional<ConnectionHttpInput> invocation;
};

namespace event_shapes {

inline constexpr Pattern kNamePattern("[\\.\\-_A-Za-z0-9]+");
inline constexpr Shape kName = StringShape(1, 64, &kNamePattern);
inline constexpr Shape kDescription = StringShape(0, 512);
inline constexpr Shape kSecretText = StringShape(1, 512);
inline constexpr Shape kUrl = StringShape(1, 2048);
inline constexpr Shape kLimit = NumberShape(ShapeKind::kInteger, 1, 100);
inline constexpr std::int32_t kPageDefault = 100;
inline constexpr std::array<std::string_view, 3> kTypes = {"BASIC", "OAUTH_CLIENT_CREDENTIALS",
                                                           "API_KEY"};
inline constexpr Shape kType = EnumShape(kTypes);
inline constexpr std::array<std::string_view, 3> kTokenMethods = {"GET", "POST", "PUT"};
inline constexpr Shape kTokenMethod = EnumShape(kTokenMethods);

inline constexpr Member kParameterMembers[] = {
    Field<&ConnectionParameterInput::key>("Key", kSecretText),
    Field<&ConnectionParameterInput::value>("Value", shapes::kText),
    Field<&ConnectionParameterInput::is_value_secret>("IsValueSecret", shapes::kBoolean),
};
inline constexpr Shape kParameter = StructureShape(kParameterMembers);
inline constexpr Shape kParameters = ListShape<ConnectionParameterInput>(kParameter, 0, 100);
inline constexpr Member kHttpMembers[] = {
    Field<&ConnectionHttpInput::headers>("HeaderParameters", kParameters),
    Field<&ConnectionHttpInput::query>("QueryStringParameters", kParameters),
    Field<&ConnectionHttpInput::body>("BodyParameters", kParameters),
};
inline constexpr Shape kHttp = StructureShape(kHttpMembers);
inline constexpr Member kBasicMembers[] = {
    Field<&BasicAuthInput::username>("Username", kSecretText),
    Field<&BasicAuthInput::password>("Password", kSecretText),
};
inline constexpr Shape kBasic = StructureShape(kBasicMembers);
inline constexpr Member kApiKeyMembers[] = {
    Field<&ApiKeyAuthInput::name>("ApiKeyName", kSecretText),
    Field<&ApiKeyAuthInput::value>("ApiKeyValue", kSecretText),
};
inline constexpr Shape kApiKey = StructureShape(kApiKeyMembers);
inline constexpr Member kClientMembers[] = {
    Field<&OauthClientInput::client_id>("ClientID", kSecretText),
    Field<&OauthClientInput::client_secret>("ClientSecret", kSecretText),
};
inline constexpr Shape kClient = StructureShape(kClientMembers);
inline constexpr Member kOauthMembers[] = {
    Field<&OauthInput::client>("ClientParameters", kClient),
    Field<&OauthInput::authorization_endpoint>("AuthorizationEndpoint", kUrl),
    Field<&OauthInput::http_method>("HttpMethod", kTokenMethod),
    Field<&OauthInput::http>("OAuthHttpParameters", kHttp),
};
inline constexpr Shape kOauth = StructureShape(kOauthMembers);
inline constexpr Member kAuthMembers[] = {
    Field<&AuthParametersInput::basic>("BasicAuthParameters", kBasic),
    Field<&AuthParametersInput::oauth>("OAuthParameters", kOauth),
    Field<&AuthParametersInput::api_key>("ApiKeyAuthParameters", kApiKey),
    Field<&AuthParametersInput::invocation>("InvocationHttpParameters", kHttp),
};
inline constexpr Shape kAuth = StructureShape(kAuthMembers);

}  // namespace event_shapes

std::string_view NameOf(AuthorizationType type);

// Whether it is a URL of HTTP that names a host.
bool IsEndpoint(std::string_view url);

// Puts what is given in the place of what the connection has.
// Errors: its type needs more, or something cannot be sent.
Result<void> ApplyAuth(const AuthParametersInput& input, Connection& connection);
// As it was given, without what is secret.
AuthParametersInput ShownAuth(const Connection& connection);

}  // namespace runnel

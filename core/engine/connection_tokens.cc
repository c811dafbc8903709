#include "core/engine/connection_tokens.h"

#include <algorithm>
#include <vector>

#include "core/base/json_document.h"
#include "core/base/percent_encoding.h"
#include "core/engine/pipe_sending.h"

namespace runnel {
namespace {

namespace bj = boost::json;

// Where an answer does not say how long its token holds.
constexpr std::int64_t kLifetimeSeconds = 300;

std::string Form(const std::vector<ConnectionParameter>& parameters) {
  std::string form;
  for (const ConnectionParameter& parameter : parameters) {
    form += (form.empty() ? "" : "&") + PercentEncode(parameter.key) + "=" +
            PercentEncode(parameter.value);
  }
  return form;
}

std::string TextOf(const bj::object& answer, bj::string_view member) {
  const bj::value* const value = answer.if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::optional<std::string> ConnectionTokens::Find(const Connection& connection,
                                                  Timestamp now) const {
  const auto found = tokens_.find(connection.arn);
  if (found == tokens_.end()) return std::nullopt;
  const Token& token = found->second;
  const bool holds = token.connection_modified_at == connection.modified_at && now < token.until;
  return holds ? std::optional(token.header) : std::nullopt;
}

std::string ConnectionTokens::Take(const Connection& connection, const std::string& answer,
                                   Timestamp now) {
  const bj::object object = ParseJsonObject(answer);
  const std::string token = TextOf(object, "access_token");
  if (token.empty()) return connection.token_url + " gave no access_token";
  const std::string type = TextOf(object, "token_type");
  std::int64_t lifetime = kLifetimeSeconds;
  if (const bj::value* const expires = object.if_contains("expires_in")) {
    bj::error_code no_number;
    const auto seconds = expires->to_number<std::int64_t>(no_number);
    if (!no_number) lifetime = seconds;
  }
  const bool is_bearer = type.empty() || type == "bearer";
  lifetime = std::max<std::int64_t>(lifetime, 1);  // or no request could ever use it
  tokens_[connection.arn] = {(is_bearer ? "Bearer" : type) + " " + token, connection.modified_at,
                             now + Duration::Seconds(lifetime)};
  return {};
}

FunctionInvocation TokenCallOf(const Connection& connection) {
  std::vector<ConnectionParameter> body = {{"grant_type", "client_credentials", false},
                                           {"client_id", connection.principal, false},
                                           {"client_secret", connection.secret, true}};
  for (const ConnectionParameter& own : connection.token_parameters.body) {
    std::erase_if(body, [&](const ConnectionParameter& known) { return known.key == own.key; });
    body.push_back(own);
  }
  FunctionInvocation invocation;
  invocation.scope = connection.scope;
  invocation.invoked_arn = connection.arn;
  HttpCall& call = invocation.http.emplace();
  call.method = connection.token_method;
  call.url = connection.token_url;
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"User-Agent", "Amazon/EventBridge/ApiDestinations"}};
  for (const ConnectionParameter& header : connection.token_parameters.headers) {
    SetHeader(call, header.key, header.value);
  }
  for (const ConnectionParameter& own : connection.token_parameters.query) {
    AppendQuery(own.key, own.value, call.url);
  }
  if (call.method == "GET") {
    for (const ConnectionParameter& one : body) AppendQuery(one.key, one.value, call.url);
  } else {
    invocation.payload = Form(body);
  }
  return invocation;
}

}  // namespace runnel

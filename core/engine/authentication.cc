#include "core/engine/authentication.h"

#include <algorithm>
#include <array>

#include "core/api/errors.h"
#include "core/base/percent_encoding.h"

namespace runnel {
namespace {

// In the order in which messages name them, then those that need not be there.
constexpr std::array<std::string_view, 7> kQueryParameters = {
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",     "X-Amz-SignedHeaders",
    "X-Amz-Date",      "X-Amz-Expires",    "X-Amz-Security-Token"};

// "{access key}/{date}/{region}/{service}/aws4_request".
Credentials FromScope(std::string_view scope) {
  std::array<std::string_view, 3> parts;
  for (std::string_view& part : parts) {
    const std::size_t slash = scope.find('/');
    part = scope.substr(0, slash);
    scope.remove_prefix(slash == std::string_view::npos ? scope.size() : slash + 1);
  }
  return {std::string(parts[0]), std::string(parts[2]), nullptr};
}

Result<Credentials> FromHeader(const RequestHeaders& headers) {
  const HeaderParameters parameters = ParseAuthorization(headers.authorization);
  std::string missing;
  if (parameters.credential.empty()) {
    missing += "Authorization header requires 'Credential' parameter. ";
  }
  if (parameters.signature.empty()) {
    missing += "Authorization header requires 'Signature' parameter. ";
  }
  if (parameters.signed_headers.empty()) {
    missing += "Authorization header requires 'SignedHeaders' parameter. ";
  }
  if (headers.amz_date.empty() && headers.date.empty()) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (missing.empty()) return FromScope(parameters.credential);
  return error::IncompleteSignature(missing +
                                    "Authorization=" + std::string(headers.authorization));
}

Result<Credentials> FromQuery(const QueryParameters& query) {
  std::string missing;
  for (std::size_t i = 0; i < QueryParameters::kRequired; ++i) {
    if (!query.values[i].empty()) continue;
    missing +=
        "AWS query-string parameters must include '" + std::string(kQueryParameters[i]) + "'. ";
  }
  if (missing.empty()) return FromScope(query.values[QueryParameters::kCredential]);
  return error::IncompleteSignature(missing + "Re-examine the query-string parameters.");
}

}  // namespace

// Parsed as the service does: cut at commas and spaces, the first piece being the algorithm, each
// further piece cut at "=".
HeaderParameters ParseAuthorization(std::string_view value) {
  HeaderParameters parameters;
  while (!value.empty()) {
    // Not find_first_of: a call for each character would be a fifth of the cost of a PutRecord.
    std::size_t end = 0;
    while (end < value.size() && value[end] != ',' && value[end] != ' ') ++end;
    std::string_view piece = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (piece.empty()) continue;
    if (parameters.algorithm.empty()) {
      parameters.algorithm = piece;
      continue;
    }
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = piece.substr(0, equals);
    piece.remove_prefix(equals + 1);
    if (name == "Credential") parameters.credential = piece;
    if (name == "Signature") parameters.signature = piece;
    if (name == "SignedHeaders") parameters.signed_headers = piece;
  }
  return parameters;
}

QueryParameters ParseQuery(std::string_view url) {
  QueryParameters query;
  const std::size_t mark = url.find('?');
  if (mark == std::string_view::npos) return query;
  url.remove_prefix(mark + 1);
  while (!url.empty()) {
    const std::size_t end = url.find('&');
    const std::string_view piece = url.substr(0, end);
    url.remove_prefix(end == std::string_view::npos ? url.size() : end + 1);
    const std::size_t equals = piece.find('=');
    const std::string name = PercentDecode(piece.substr(0, equals));
    for (std::size_t i = 0; i < kQueryParameters.size(); ++i) {
      if (name != kQueryParameters[i]) continue;
      if (i == QueryParameters::kAlgorithm) query.present = true;
      if (equals != std::string_view::npos) {
        query.values[i] = PercentDecode(piece.substr(equals + 1));
      }
    }
  }
  return query;
}

std::string CallerArn(const Credentials& credentials, const AccountId& account) {
  return credentials.identity == nullptr ? RootArn(account) : credentials.identity->arn;
}

Result<Credentials> ReadCredentials(const RequestHeaders& headers, std::string_view url) {
  const bool has_header = !headers.authorization.empty();
  const bool has_query = url.find('?') != std::string_view::npos;
  if (has_header && !has_query) return FromHeader(headers);  // as nearly all do
  const QueryParameters query = ParseQuery(url);
  if (has_header && query.present) return error::InvalidSignatureTwoForms();
  if (has_header) return FromHeader(headers);
  if (query.present) return FromQuery(query);
  return error::MissingAuthenticationToken();
}

}  // namespace runnel

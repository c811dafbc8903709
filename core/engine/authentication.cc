#include "core/engine/authentication.h"

#include <array>

#include "core/api/errors.h"

namespace runnel {
namespace {

// The parameters of an Authorization header. Parsed as the service does: cut at commas and spaces,
// the first piece left out, each piece cut at "=".
struct HeaderParameters {
  std::string_view credential;
  std::string_view signature;
  std::string_view signed_headers;
};

HeaderParameters ParseAuthorization(std::string_view value) {
  HeaderParameters parameters;
  bool algorithm = true;
  while (!value.empty()) {
    const std::size_t end = value.find_first_of(", ");
    std::string_view piece = value.substr(0, end);
    value.remove_prefix(end == std::string_view::npos ? value.size() : end + 1);
    if (piece.empty()) continue;
    if (algorithm) {
      algorithm = false;
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

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string PercentDecode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
                        HexDigit(text[i + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

// In the order in which messages name them.
constexpr std::array<std::string_view, 5> kQueryParameters = {
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"};
constexpr std::size_t kAlgorithm = 0;
constexpr std::size_t kCredential = 1;

struct QueryAuthentication {
  bool present = false;  // X-Amz-Algorithm is there; without it nothing else counts
  std::array<std::string, kQueryParameters.size()> values;
};

QueryAuthentication ParseQuery(std::string_view url) {
  QueryAuthentication query;
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
      if (i == kAlgorithm) query.present = true;
      if (equals != std::string_view::npos) {
        query.values[i] = PercentDecode(piece.substr(equals + 1));
      }
    }
  }
  return query;
}

// "{access key}/{date}/{region}/{service}/aws4_request".
Credentials FromScope(std::string_view scope) {
  std::array<std::string_view, 3> parts;
  for (std::string_view& part : parts) {
    const std::size_t slash = scope.find('/');
    part = scope.substr(0, slash);
    scope.remove_prefix(slash == std::string_view::npos ? scope.size() : slash + 1);
  }
  return {std::string(parts[0]), std::string(parts[2])};
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

Result<Credentials> FromQuery(const QueryAuthentication& query) {
  std::string missing;
  for (std::size_t i = 0; i < kQueryParameters.size(); ++i) {
    if (!query.values[i].empty()) continue;
    missing +=
        "AWS query-string parameters must include '" + std::string(kQueryParameters[i]) + "'. ";
  }
  if (missing.empty()) return FromScope(query.values[kCredential]);
  return error::IncompleteSignature(missing + "Re-examine the query-string parameters.");
}

}  // namespace

Result<Credentials> ReadCredentials(const RequestHeaders& headers, std::string_view url) {
  const QueryAuthentication query = ParseQuery(url);
  const bool has_header = !headers.authorization.empty();
  if (has_header && query.present) return error::InvalidSignatureTwoForms();
  if (has_header) return FromHeader(headers);
  if (query.present) return FromQuery(query);
  return error::MissingAuthenticationToken();
}

}  // namespace runnel

#include "core/api/signature.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/api/request_headers.h"
#include "core/base/percent_encoding.h"
#include "core/base/sha256.h"

namespace runnel {
namespace {

// Cuts `rest` at the first `separator` and returns what stood before it.
std::string_view TakeUntil(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view head = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return head;
}

// Without "." and "..", and without empty segments.
std::string CanonicalPath(std::string_view path, PathEncoding encoding) {
  std::vector<std::string_view> segments;
  bool is_folder = true;
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view segment = TakeUntil(rest, '/');
    is_folder = segment.empty() || segment == "." || segment == "..";
    if (segment == ".." && !segments.empty()) segments.pop_back();
    if (!is_folder) segments.push_back(segment);
  }
  is_folder = is_folder || path.ends_with('/');
  std::string canonical = "/";
  for (const std::string_view segment : segments) {
    if (canonical.size() > 1) canonical += '/';
    canonical += PercentEncode(encoding == PathEncoding::kTwice ? segment : PercentDecode(segment));
  }
  if (is_folder && !segments.empty()) canonical += '/';
  return canonical;
}

std::string CanonicalQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    std::string_view piece = TakeUntil(query, '&');
    if (piece.empty()) continue;
    const std::string name = PercentDecode(TakeUntil(piece, '='));
    if (name == "X-Amz-Signature") continue;
    parameters.emplace_back(PercentEncode(name), PercentEncode(PercentDecode(piece)));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string canonical;
  for (const auto& [name, value] : parameters) {
    if (!canonical.empty()) canonical += '&';
    canonical += name + "=" + value;
  }
  return canonical;
}

// Without blanks around it, and with one where several stand in a row.
void AppendCanonicalValue(std::string_view value, std::string& out) {
  constexpr std::string_view kBlanks = " \t\r\n";
  bool first = true;
  while (true) {
    const std::size_t begin = value.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return;
    value.remove_prefix(begin);
    const std::size_t end = std::min(value.find_first_of(kBlanks), value.size());
    if (!first) out += ' ';
    out += value.substr(0, end);
    value.remove_prefix(end);
    first = false;
  }
}

// The values of all headers of that name, joined by commas. Whether there was any.
bool AppendHeader(const Request& request, std::string_view name, std::string& out) {
  bool found = false;
  for (const Header& header : request.headers) {
    if (!EqualsIgnoringCase(header.name, name)) continue;
    if (found) out += ',';
    AppendCanonicalValue(header.value, out);
    found = true;
  }
  return found;
}

}  // namespace

std::string CanonicalRequest(const Request& request, std::string_view signed_headers,
                             std::string_view payload_hash, PathEncoding encoding) {
  std::string_view query = request.target;
  const std::string_view path = TakeUntil(query, '?');
  std::string canonical(request.method);
  canonical.append("\n").append(CanonicalPath(path, encoding));
  canonical.append("\n").append(CanonicalQuery(query)).append("\n");
  for (std::string_view rest = signed_headers; !rest.empty();) {
    const std::string_view name = TakeUntil(rest, ';');
    canonical.append(name).append(":");
    if (!AppendHeader(request, name, canonical)) {
      if (name == "host") AppendHeader(request, ":authority", canonical);
      if (name == ":authority") AppendHeader(request, "host", canonical);
    }
    canonical += '\n';
  }
  canonical.append("\n").append(signed_headers).append("\n").append(payload_hash);
  return canonical;
}

std::string StringToSign(std::string_view time, const SignatureScope& scope,
                         std::string_view canonical_request) {
  std::string text(kSignatureAlgorithm);
  text.append("\n").append(time).append("\n");
  text.append(scope.date).append("/").append(scope.region).append("/");
  text.append(scope.service).append("/").append(kScopeTerminator);
  text.append("\n").append(HexOf(Sha256(canonical_request)));
  return text;
}

std::string SignatureOf(std::string_view secret_key, const SignatureScope& scope,
                        std::string_view string_to_sign) {
  Sha256Digest key = HmacSha256("AWS4" + std::string(secret_key), scope.date);
  for (const std::string_view part : {scope.region, scope.service, kScopeTerminator}) {
    key = HmacSha256(BytesOf(key), part);
  }
  return HexOf(HmacSha256(BytesOf(key), string_to_sign));
}

}  // namespace runnel

#include "tests/conformance/requests.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace runnel::conformance {
namespace {

namespace json = boost::json;

std::string MemberOr(const json::object& object, std::string_view name, std::string fallback) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? fallback : std::string(value->as_string());
}

void SetHeader(Headers& headers, std::string_view name, const json::value& value) {
  headers.erase(std::remove_if(headers.begin(), headers.end(),
                               [&](const auto& header) { return header.first == name; }),
                headers.end());
  if (!value.is_null()) headers.emplace_back(name, value.as_string());
}

int HexDigit(char c) {
  const std::size_t digit = std::string_view("0123456789abcdef").find(c);
  if (digit == std::string_view::npos) throw std::runtime_error("body_hex has no such digit");
  return static_cast<int>(digit);
}

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(HexDigit(hex[i]) * 16 + HexDigit(hex[i + 1]));
  }
  return bytes;
}

}  // namespace

std::string AuthorizationFor(const json::object& as, std::string_view service) {
  return "AWS4-HMAC-SHA256 Credential=" + MemberOr(as, "account", "test") + "/20330518/" +
         MemberOr(as, "region", "us-east-1") + "/" + std::string(service) +
         "/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
         "Signature=" +
         std::string(64, '0');
}

RawRequest MakeRequest(const Encoding& encoding, std::string_view operation,
                       const json::value& input, const json::object& as) {
  RawRequest request;
  request.headers = {{"Content-Type", std::string(encoding.content_type)},
                     {"X-Amz-Target", std::string(operation)},
                     {"X-Amz-Date", "20330518T033320Z"},
                     {"Authorization", AuthorizationFor(as, "kinesis")}};
  request.body = encoding.encode(input);
  return request;
}

RawRequest MakeRestRequest(std::string_view line, const json::value& input,
                           const json::object& as) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) throw std::runtime_error("rest lacks a method or a path");
  RawRequest request;
  request.method = line.substr(0, space);
  request.target = line.substr(space + 1);
  request.headers = {{"X-Amz-Date", "20330518T033320Z"},
                     {"Authorization", AuthorizationFor(as, "lambda")}};
  if (input.is_null()) return request;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = json::serialize(input);
  return request;
}

RawRequest MakeRawRequest(const json::object& raw) {
  RawRequest request = MakeRequest(kJson, "Kinesis_20131202.ListStreams", json::object(), {});
  for (const auto& [name, value] : raw) {
    if (name == "method") {
      request.method = value.as_string();
    } else if (name == "target") {
      request.target = value.as_string();
    } else if (name == "body") {
      request.body = value.as_string();
    } else if (name == "body_hex") {
      request.body = FromHex(value.as_string());
    } else if (name == "headers") {
      for (const auto& [header, text] : value.as_object()) {
        SetHeader(request.headers, header, text);
      }
    } else {
      throw std::runtime_error("raw has no member " + std::string(name));
    }
  }
  return request;
}

}  // namespace runnel::conformance

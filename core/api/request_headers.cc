#include "core/api/request_headers.h"

#include "core/base/ascii_case.h"

namespace runnel {
namespace {

struct Known {
  std::string_view name;
  std::string_view RequestHeaders::*member;
};

constexpr Known kKnown[] = {
    {"x-amz-target", &RequestHeaders::target},
    {"content-type", &RequestHeaders::content_type},
    {"authorization", &RequestHeaders::authorization},
    {"x-amz-date", &RequestHeaders::amz_date},
    {"date", &RequestHeaders::date},
    {"origin", &RequestHeaders::origin},
    {"access-control-request-headers", &RequestHeaders::requested_headers},
    {"access-control-request-method", &RequestHeaders::requested_method},
};

}  // namespace

bool EqualsIgnoringCase(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (LowerCased(name[i]) != lower[i]) return false;
  }
  return true;
}

std::string_view FindHeader(std::span<const Header> headers, std::string_view lower_name) {
  std::string_view value;
  for (const Header& header : headers) {
    if (EqualsIgnoringCase(header.name, lower_name)) value = header.value;
  }
  return value;
}

RequestHeaders ReadHeaders(std::span<const Header> headers) {
  RequestHeaders known;
  for (const Header& header : headers) {
    for (const Known& candidate : kKnown) {
      if (!EqualsIgnoringCase(header.name, candidate.name)) continue;
      known.*candidate.member = header.value;
      break;
    }
  }
  return known;
}

}  // namespace runnel

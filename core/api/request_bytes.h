// How long the body of a request may be.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/model/limits.h"

namespace runnel {

// In bytes, of a request for `target`, a path. Longer ones are answered 413. Requests that may
// carry the code of a function may be longer than others. Source: kinesis-api 1.5,
// integrations 4.4.
constexpr std::size_t RequestBytesMax(std::string_view target) {
  const bool may_carry_code = target.starts_with("/2015-03-31/functions");
  return may_carry_code ? limits::kCodeRequestBytesMax : limits::kRequestBytesMax;
}

}  // namespace runnel

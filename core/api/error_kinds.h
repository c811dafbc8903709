// The exception classes that most texts belong to, and how texts name a stream. For the files that
// define core/api/errors.h only.
#pragma once

#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/model/names.h"

namespace runnel::error {

inline Error InvalidArgument(std::string message) {
  return Error("InvalidArgumentException", std::move(message));
}
inline Error LimitExceeded(std::string message) {
  return Error("LimitExceededException", std::move(message));
}
inline Error ResourceInUse(std::string message) {
  return Error("ResourceInUseException", std::move(message));
}
inline Error ResourceNotFound(std::string message) {
  return Error("ResourceNotFoundException", std::move(message));
}
inline Error ValidationText(std::string message) {
  return Error("ValidationException", std::move(message));
}

inline std::string Of(const StreamName& stream, const AccountId& account) {
  return stream.text() + " under account " + account.text();
}

}  // namespace runnel::error

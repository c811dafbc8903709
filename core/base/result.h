// Errors as values. Core code never throws: what can fail returns a Result.
#pragma once

#include <boost/system/result.hpp>
#include <cstdlib>
#include <string>
#include <utility>

namespace runnel {

// Why a call failed, in the terms in which it is told to the caller. Made only by the factories of
// core/api/errors.h, so that every text stands once.
class Error {
 public:
  // No error: what boost::system::result wants to be able to make.
  Error() = default;
  Error(std::string code, std::string message, int http_status = 400)
      : code_(std::move(code)), message_(std::move(message)), http_status_(http_status) {}

  // The bare shape name, e.g. "ResourceNotFoundException".
  const std::string& code() const { return code_; }
  // May be empty: some answers carry no text.
  const std::string& message() const { return message_; }
  int http_status() const { return http_status_; }

 private:
  std::string code_;
  std::string message_;
  int http_status_ = 0;
};

// Never reached: Result::value() is not used, the checked operators are.
[[noreturn]] inline void throw_exception_from_error(const Error&, const boost::source_location&) {
  std::abort();
}

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace runnel

// The text of the Date header, made once a second.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace runnel {

// Not thread-safe: every event loop has its own.
class HttpDate {
 public:
  // `seconds` since the Unix epoch. Cheap when the second has not changed.
  void Update(std::int64_t seconds);
  // "Mon, 23 Nov 2026 08:58:00 GMT" as of the last Update; empty before the first.
  std::string_view text() const { return text_; }

 private:
  std::int64_t seconds_ = -1;
  std::string text_;
};

}  // namespace runnel

// What a call asked and what it was answered, as JSON, for those who look on.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>

namespace runnel {

// The beginning of a text, and how long all of it is.
struct BodyText {
  // Of UTF-8: no character is cut in two.
  static constexpr std::size_t kBytesMax = 4096;

  std::string text;
  std::size_t bytes = 0;

  static BodyText Of(std::string_view all);
};

// Filled in where the answer is encoded, which needs no lock, and read by those who hold it: only
// what is complete may be looked at.
class CallBodies {
 public:
  void Complete(BodyText request, BodyText reply);
  bool complete() const { return complete_.load(std::memory_order_acquire); }
  // REQUIRES: complete().
  const BodyText& request() const { return request_; }
  const BodyText& reply() const { return reply_; }

 private:
  BodyText request_;
  BodyText reply_;
  std::atomic<bool> complete_ = false;
};

}  // namespace runnel

// Bytes on their way to a peer: small pieces are joined, large ones are kept as they came, so that
// one gathered write can send them without a copy.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

// Not thread-safe: belongs to one connection.
class OutputQueue {
 public:
  void Append(std::string_view bytes);
  // Takes ownership; copies nothing when `bytes` is large.
  void Push(std::string bytes);

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  // Fills `views` with the first bytes of the queue, in order, and returns how many of them it
  // used. None is empty. They stay valid until the next call of a non-const member.
  std::size_t Gather(std::span<std::string_view> views) const;
  // The first `count` bytes have been sent. REQUIRES: count <= size().
  void Consume(std::size_t count);

 private:
  std::vector<std::string> pieces_;
  std::size_t first_ = 0;       // index of the piece that holds the next byte
  std::size_t first_sent_ = 0;  // bytes of it that are gone
  std::size_t size_ = 0;
};

}  // namespace runnel

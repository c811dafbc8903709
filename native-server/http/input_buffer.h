// Bytes that have arrived from a peer and are not yet part of an answered request.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace runnel {

// One contiguous piece of memory, so that a request can be looked at where it was received. An
// empty buffer owns no memory: an idle connection costs nothing here. Not thread-safe.
class InputBuffer {
 public:
  std::string_view bytes() const { return {memory_.get() + begin_, end_ - begin_}; }
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }

  // Room for at least one byte after the bytes held, and for `total` bytes in all. Moves the bytes
  // held, so views of them end here.
  std::span<char> Prepare(std::size_t total);
  // `count` bytes were written into what Prepare gave.
  void Commit(std::size_t count);
  // Forgets the first `count` bytes. Views of the others stay valid unless none is left.
  void Consume(std::size_t count);
  // Forgets `count` bytes after the first `at`, and closes the gap.
  void Erase(std::size_t at, std::size_t count);

 private:
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace runnel

#include "native-server/http/input_buffer.h"

#include <algorithm>
#include <cstring>

#include "core/base/check.h"

namespace runnel {
namespace {

// Holds the request of nearly every call; more than one when a client sends ahead.
constexpr std::size_t kFirstBytes = 16 * 1024;

}  // namespace

std::span<char> InputBuffer::Prepare(std::size_t total) {
  const std::size_t held = size();
  const std::size_t needed = std::max({total, held + 1, kFirstBytes});
  if (needed > capacity_) {
    // A known length is allocated exactly, an unknown one grows by doubling.
    const std::size_t capacity = std::max(needed, total > held ? 0 : 2 * capacity_);
    std::unique_ptr<char[]> grown(new char[capacity]);
    if (held > 0) std::memcpy(grown.get(), memory_.get() + begin_, held);
    memory_ = std::move(grown);
    capacity_ = capacity;
    begin_ = 0;
    end_ = held;
  } else if (begin_ + needed > capacity_) {
    std::memmove(memory_.get(), memory_.get() + begin_, held);
    begin_ = 0;
    end_ = held;
  }
  return {memory_.get() + end_, capacity_ - end_};
}

void InputBuffer::Commit(std::size_t count) {
  RUNNEL_CHECK(count <= capacity_ - end_);
  end_ += count;
}

void InputBuffer::Consume(std::size_t count) {
  RUNNEL_CHECK(count <= size());
  begin_ += count;
  if (begin_ != end_) return;
  memory_.reset();
  capacity_ = begin_ = end_ = 0;
}

void InputBuffer::Erase(std::size_t at, std::size_t count) {
  RUNNEL_CHECK(at + count <= size());
  char* const gap = memory_.get() + begin_ + at;
  std::memmove(gap, gap + count, size() - at - count);
  end_ -= count;
}

}  // namespace runnel

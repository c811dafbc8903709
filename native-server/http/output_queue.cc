#include "native-server/http/output_queue.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace runnel {
namespace {

// From this size on a copy costs more than another entry in the gathered write.
constexpr std::size_t kOwnPieceBytes = 16 * 1024;
// What a queue with nothing in it may keep, so that the next reply needs no allocation.
constexpr std::size_t kKeptBytes = 4 * 1024;
// A queue that never runs empty drops the pieces that were sent in groups of this size.
constexpr std::size_t kSentPiecesMax = 64;

}  // namespace

void OutputQueue::Append(std::string_view bytes) {
  if (bytes.empty()) return;
  if (first_ == pieces_.size() || pieces_.back().size() >= kOwnPieceBytes) pieces_.emplace_back();
  pieces_.back().append(bytes);
  size_ += bytes.size();
}

void OutputQueue::Push(std::string bytes) {
  if (bytes.size() < kOwnPieceBytes) return Append(bytes);
  if (size_ == 0) pieces_.clear();  // the one kept for small pieces
  size_ += bytes.size();
  pieces_.push_back(std::move(bytes));
}

std::size_t OutputQueue::Gather(std::span<std::string_view> views) const {
  const std::size_t count = std::min(views.size(), pieces_.size() - first_);
  for (std::size_t i = 0; i < count; ++i) views[i] = pieces_[first_ + i];
  if (count > 0) views[0].remove_prefix(first_sent_);
  return count;
}

void OutputQueue::Consume(std::size_t count) {
  RUNNEL_CHECK(count <= size_);
  size_ -= count;
  if (size_ == 0) {
    const bool keep = !pieces_.empty() && pieces_.front().capacity() <= kKeptBytes;
    pieces_.resize(keep ? 1 : 0);
    if (keep) pieces_.front().clear();
    first_ = first_sent_ = 0;
    return;
  }
  first_sent_ += count;
  while (first_sent_ >= pieces_[first_].size()) {
    first_sent_ -= pieces_[first_].size();
    std::string().swap(pieces_[first_]);
    ++first_;
  }
  if (first_ < kSentPiecesMax) return;
  pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(first_));
  first_ = 0;
}

}  // namespace runnel

// Shard iterators: texts of any kind, and any content under a good seal.
#include <string>
#include <string_view>

#include "core/base/base64.h"
#include "core/base/check.h"
#include "core/model/shard_iterator.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

constexpr SealKey kKey{1, 2};
constexpr SealKey kOtherKey{1, 3};
constexpr std::uint64_t kNonce = 7;

// What is opened is sealed and opened again, and is the same.
void CheckStable(const ShardIterator& iterator) {
  const std::string text = iterator.Seal(kKey, kNonce);
  const auto again = ShardIterator::Open(kKey, text);
  RUNNEL_CHECK(again && again->Seal(kKey, kNonce) == text);
  RUNNEL_CHECK(again->position == iterator.position && again->shard == iterator.shard);
  RUNNEL_CHECK(!ShardIterator::Open(kOtherKey, text));
}

}  // namespace

void TryInput(std::string_view input) {
  if (const auto iterator = ShardIterator::Open(kKey, input)) CheckStable(*iterator);
  const std::string marked = std::string("\0\0\0\0\0\0\0\1", 8) + Seal(kKey, kNonce, input);
  std::string text;
  AppendBase64(marked, text);
  if (const auto iterator = ShardIterator::Open(kKey, text)) CheckStable(*iterator);
  RUNNEL_CHECK(!ShardIterator::Open(kOtherKey, text));
  const auto content = Unseal(kKey, std::string_view(marked).substr(8));
  RUNNEL_CHECK(content && *content == input);
}

}  // namespace runnel::fuzz

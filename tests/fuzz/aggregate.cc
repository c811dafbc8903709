// Records that a producer library packed: bytes of any kind, and any message under a good digest.
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/base/md5.h"
#include "core/inspect/aggregated_record.h"
#include "tests/fuzz/fuzz_target.h"

namespace runnel::fuzz {
namespace {

bool IsWithin(std::string_view part, std::string_view whole) {
  return part.data() == nullptr ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void CheckWithin(std::string_view data) {
  const auto records = UnpackAggregate(data);
  if (!records) return;
  for (const UserRecord& record : *records) {
    RUNNEL_CHECK(IsWithin(record.partition_key, data) && IsWithin(record.data, data));
    RUNNEL_CHECK(IsWithin(record.explicit_hash_key.value_or(std::string_view()), data));
  }
}

}  // namespace

void TryInput(std::string_view input) {
  CheckWithin(input);
  std::string packed = "\xf3\x89\x9a\xc2" + std::string(input);
  for (const std::uint8_t byte : Md5(input)) packed += static_cast<char>(byte);
  CheckWithin(packed);
}

}  // namespace runnel::fuzz

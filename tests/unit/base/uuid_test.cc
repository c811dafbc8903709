#include "core/base/uuid.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("A random UUID has the form of version 4, and the next one is another") {
  Prng random(1);
  const std::string uuid = RandomUuid(random);
  REQUIRE(uuid.size() == 36);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) CHECK(uuid[dash] == '-');
  CHECK(uuid[14] == '4');
  CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
  CHECK(uuid.find_first_not_of("0123456789abcdef-") == std::string::npos);
  CHECK(RandomUuid(random) != uuid);
}

}  // namespace
}  // namespace runnel

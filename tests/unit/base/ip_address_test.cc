#include "core/base/ip_address.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

bool Contains(std::string_view block, std::string_view address) {
  const auto read_block = IpBlock::Read(block);
  const auto read_address = ReadIpAddress(address);
  REQUIRE(read_block);
  REQUIRE(read_address);
  return read_block->Contains(*read_address);
}

TEST_CASE("A block holds the addresses that begin like it") {
  CHECK(Contains("192.0.2.0/24", "192.0.2.255"));
  CHECK_FALSE(Contains("192.0.2.0/24", "192.0.3.0"));
  CHECK(Contains("192.0.2.128/25", "192.0.2.129"));
  CHECK_FALSE(Contains("192.0.2.128/25", "192.0.2.127"));
  CHECK(Contains("0.0.0.0/0", "255.255.255.255"));
  CHECK(Contains("192.0.2.7", "192.0.2.7"));
  CHECK_FALSE(Contains("192.0.2.7", "192.0.2.6"));
  CHECK(Contains("2001:db8::/32", "2001:db8:ffff::1"));
  CHECK_FALSE(Contains("2001:db8::/32", "2001:db9::1"));
  CHECK(Contains("::1", "0:0:0:0:0:0:0:1"));
}

TEST_CASE("An IPv4 address is the same within IPv6") {
  CHECK(Contains("127.0.0.0/8", "::ffff:127.0.0.1"));
  CHECK_FALSE(Contains("0.0.0.0/0", "::1"));
}

TEST_CASE("What is no address is none") {
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.x", "1..2.3", ":", "1:2",
                           "1:2:3:4:5:6:7:8:9", "::1::", "12345::", "g::"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadIpAddress(text));
  }
  for (const char* text : {"1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "::/129", "x/8"}) {
    CAPTURE(text);
    CHECK_FALSE(IpBlock::Read(text));
  }
}

}  // namespace
}  // namespace runnel

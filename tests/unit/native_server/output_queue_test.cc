#include "native-server/http/output_queue.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace runnel;

namespace {

std::string Contents(const OutputQueue& queue) {
  std::array<std::string_view, 256> views;
  std::string text;
  for (std::size_t i = 0, count = queue.Gather(views); i < count; ++i) text += views[i];
  return text;
}

}  // namespace

TEST_CASE("Output queue: small pieces are joined, large ones keep their memory") {
  OutputQueue queue;
  queue.Append("a");
  queue.Push("b");
  std::string large(20'000, 'x');
  const char* const memory = large.data();
  queue.Push(std::move(large));
  queue.Append("c");
  std::array<std::string_view, 8> views;
  REQUIRE(queue.Gather(views) == 3);
  CHECK(views[0] == "ab");
  CHECK(views[1].data() == memory);
  CHECK(views[2] == "c");
  CHECK(queue.size() == 20'003);
}

TEST_CASE("Output queue: what is consumed in any portions was sent in order") {
  OutputQueue queue;
  std::string expected;
  std::string sent;
  for (int i = 0; i < 2000; ++i) {
    const std::string piece(static_cast<std::size_t>(i * 37 % 40'000),
                            static_cast<char>('a' + i % 26));
    expected += piece;
    if (i % 3 == 0) {
      queue.Append(piece);
    } else {
      queue.Push(piece);
    }
    // Never empty in between, so that its bookkeeping has to shrink on its own.
    std::array<std::string_view, 2> views;
    if (queue.size() < 60'000 || queue.Gather(views) == 0) continue;
    const std::string_view part = views[0].substr(0, queue.size() / 2);
    sent += part;
    queue.Consume(part.size());
  }
  sent += Contents(queue);
  CHECK((sent == expected));
  queue.Consume(queue.size());
  CHECK(queue.empty());
  CHECK(Contents(queue) == "");
}

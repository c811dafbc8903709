#include "core/integrations/logs/log_store.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

const Scope kScope{AccountId("000000000000"), Region("us-east-1")};

struct LogBench {
  LogStore store;

  explicit LogBench(std::size_t bytes_max = LogStore::kBytesMax) : store(bytes_max) {}

  LogGroup& Put(const std::string& group, const std::string& stream, int count) {
    LogGroup& made = store.Make(kScope, group, Timestamp{});
    store.MakeStream(made, stream, Timestamp{});
    std::vector<LogStore::NewEvent> events;
    for (int i = 0; i < count; ++i) events.push_back({Timestamp{i}, std::to_string(i)});
    store.Append(kScope, group, stream, std::move(events), Timestamp{});
    return made;
  }
};

TEST_CASE("LogStore: what is deleted leaves nothing behind") {
  LogBench bench;
  LogGroup& kept = bench.Put("kept", "a", 3);
  for (int i = 0; i < 5; ++i) {
    bench.Put("gone", "a", 4);
    bench.Put("gone", "b", 4);
    bench.store.Delete(kScope, "gone");
    bench.Put("kept", "b", 4);
    CHECK(bench.store.event_count() == 7);
    CHECK(bench.store.DeleteStream(kept, "b"));
  }
  CHECK(bench.store.event_count() == 3);
  CHECK(kept.streams.at("a").events.size() == 3);
}

TEST_CASE("LogStore: the first events go first, each with what it takes beside its message") {
  LogBench bench(10'000);
  const LogGroup& group = bench.Put("group", "a", 200);
  const LogStream& stream = group.streams.at("a");
  CHECK(stream.events.size() < 100);
  CHECK(stream.events.size() > 50);
  CHECK(stream.events.size() == bench.store.event_count());
  CHECK(stream.events.back().message == "199");
  bench.Put("group", "b", 200);
  CHECK(stream.events.empty());
  CHECK(stream.bytes == 0);
  // What was deleted makes room.
  bench.store.Delete(kScope, "group");
  CHECK(bench.Put("group", "a", 90).streams.at("a").events.size() == 90);
}

}  // namespace
}  // namespace runnel

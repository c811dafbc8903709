#include "core/state/record_log.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/prng.h"

namespace runnel {
namespace {

constexpr Timestamp kStart{1'700'000'000'000};
constexpr Timestamp kNoHorizon{0};

// Appends one record of `data`, the `index`-th, that many milliseconds after the start.
void Append(RecordLog& log, std::uint64_t index, std::string_view data,
            std::int64_t milliseconds = 0, std::string_view key = "k") {
  const Timestamp arrival = kStart + Duration::Milliseconds(milliseconds);
  log.Append({{index, arrival.seconds()}, arrival, key, data, false});
}

// A log of `count` records of `bytes` each, a millisecond apart, with indexes from 0.
RecordLog LogOf(std::size_t count, std::size_t bytes) {
  RecordLog log;
  for (std::size_t i = 0; i < count; ++i) {
    std::string data = std::to_string(i);
    data.resize(std::max(data.size(), bytes), '.');
    Append(log, i, data, static_cast<std::int64_t>(i));
  }
  return log;
}

// The indexes of the records of a run, "3 4 5".
std::string Indexes(const RecordRun& run) {
  std::string text;
  std::size_t count = 0;
  for (const RecordSlice& slice : run.slices) {
    for (std::size_t i = slice.first; i < slice.first + slice.count; ++i, ++count) {
      if (!text.empty()) text += ' ';
      text += std::to_string(slice.chunk->At(i).position.index);
    }
  }
  CHECK(count == run.count);
  return text;
}

constexpr std::size_t kAnyCount = 1'000'000;
constexpr std::size_t kAnyBytes = 1'000'000'000;

RecordRun ReadAll(const RecordLog& log, std::uint64_t from = 0, Timestamp horizon = kNoHorizon) {
  return log.Read({from, 0}, horizon, kAnyCount, kAnyBytes);
}

// Gives what a test puts into it.
class GivenRecords final : public RecordSource {
 public:
  std::shared_ptr<const RecordChunk> Load(StreamUid, ShardId,
                                          const RecordChunk& chunk) const override {
    for (const RecordSlice& slice : slices) {
      if (slice.chunk->PositionAt(0) == chunk.PositionAt(0)) return slice.chunk;
    }
    return nullptr;
  }
  std::vector<RecordSlice> slices;
};

TEST_CASE("released records give their memory back, and keep their places") {
  RecordLog log;
  const std::string data(1000, '.');
  for (std::uint64_t i = 0; i < 20; ++i) {
    log.Append({{i, kStart.seconds()}, kStart, "k", data, false});
  }
  const std::size_t before = log.memory_bytes();
  CHECK(before >= 20 * 1000);
  const RecordRun held = ReadAll(log);
  const auto source = std::make_shared<GivenRecords>();

  log.ReleaseThrough(9, {source, {1}, {0}});
  CHECK(log.memory_bytes() < before / 2 + 2000);
  CHECK(log.memory_bytes() >= 9 * 1000);
  RecordRun run = ReadAll(log);
  CHECK(run.count == 20);
  CHECK(run.bytes == held.bytes);
  CHECK(run.next == held.next);
  CHECK_FALSE(run.slices.front().chunk->resident());
  CHECK(run.slices.back().chunk->resident());
  CHECK_FALSE(run.slices.front().Load());
  source->slices = held.slices;
  for (RecordSlice& slice : run.slices) CHECK(slice.Load());
  CHECK(Indexes(run) == Indexes(held));

  log.ReleaseThrough(19, {source, {1}, {0}});
  log.Append({{20, kStart.seconds()}, kStart, "k", data, false});
  CHECK(log.record_count() == 21);
  CHECK(ReadAll(log, 20).slices.front().chunk->resident());
  log.TrimBefore(kStart + Duration::Milliseconds(1));
  CHECK(log.empty());
  CHECK(log.memory_bytes() == 0);
}

TEST_CASE("an empty log gives nothing, and tells to read on from where one asked") {
  const RecordLog log;
  CHECK(log.empty());
  const RecordRun run = log.Read({7, 9}, kNoHorizon, 10, 10);
  CHECK(run.count == 0);
  CHECK(run.slices.empty());
  CHECK(run.next == ShardPosition{7, 9});
  CHECK_FALSE(run.more);
}

TEST_CASE("a record comes back as it was appended") {
  RecordLog log;
  const std::string data("\0binary\xFF", 8);
  log.Append({{3, 1'700'000'001}, kStart, "key", data, true});
  log.Append({{4, 1'700'000'001}, kStart + Duration::Milliseconds(5), {}, "", false});
  const RecordRun run = ReadAll(log);
  REQUIRE(run.count == 2);
  const StoredRecord first = run.slices[0].chunk->At(0);
  CHECK(first.position == ShardPosition{3, 1'700'000'001});
  CHECK(first.arrival == kStart);
  CHECK(first.partition_key == "key");
  CHECK(first.data == data);
  CHECK(first.encrypted);
  const StoredRecord second = run.slices[0].chunk->At(1);
  CHECK(second.partition_key.data() == nullptr);
  CHECK(second.data.empty());
  CHECK_FALSE(second.encrypted);
  CHECK(run.last_arrival == kStart + Duration::Milliseconds(5));
}

TEST_CASE("reading begins at the position asked for") {
  const RecordLog log = LogOf(5, 10);
  CHECK(Indexes(ReadAll(log)) == "0 1 2 3 4");
  CHECK(Indexes(ReadAll(log, 3)) == "3 4");
  CHECK(Indexes(ReadAll(log, 5)) == "");
  const ShardPosition just_after = ShardPosition{3, kStart.seconds()}.Next();
  CHECK(Indexes(log.Read(just_after, kNoHorizon, kAnyCount, kAnyBytes)) == "4");
}

TEST_CASE("reading on from where a run ended gives each record once") {
  const RecordLog log = LogOf(1000, 100);
  ShardPosition from;
  std::size_t seen = 0;
  RecordRun run;
  do {
    run = log.Read(from, kNoHorizon, 7, kAnyBytes);
    CHECK(run.slices.front().chunk->At(run.slices.front().first).position.index == seen);
    seen += run.count;
    from = run.next;
  } while (run.more);
  CHECK(seen == 1000);
  CHECK(from == log.end());
}

TEST_CASE("a run holds no more records than asked for") {
  const RecordLog log = LogOf(5, 10);
  const RecordRun run = log.Read({1, 0}, kNoHorizon, 2, kAnyBytes);
  CHECK(Indexes(run) == "1 2");
  CHECK(run.more);
  CHECK(Indexes(log.Read(run.next, kNoHorizon, 2, kAnyBytes)) == "3 4");
  CHECK_FALSE(log.Read(run.next, kNoHorizon, 2, kAnyBytes).more);
}

TEST_CASE("a run holds no more bytes of data and keys than asked for") {
  const RecordLog log = LogOf(5, 9);  // ten bytes each with the key
  CHECK(Indexes(log.Read({}, kNoHorizon, kAnyCount, 30)) == "0 1 2");
  CHECK(Indexes(log.Read({}, kNoHorizon, kAnyCount, 29)) == "0 1");
  CHECK(log.Read({}, kNoHorizon, kAnyCount, 29).more);
  CHECK_FALSE(log.Read({}, kNoHorizon, kAnyCount, 50).more);
}

TEST_CASE("one record is given even if it alone has more bytes than asked for") {
  const RecordLog log = LogOf(2, 100);
  const RecordRun run = log.Read({}, kNoHorizon, kAnyCount, 1);
  CHECK(Indexes(run) == "0");
  CHECK(run.more);
}

TEST_CASE("records of any size follow each other") {
  RecordLog log;
  const std::string big(10 * 1024 * 1024, 'B');
  Append(log, 0, "small");
  Append(log, 1, big);
  Append(log, 2, "small again");
  Append(log, 3, big, 1, std::string(1024, 'k'));
  const RecordRun run = ReadAll(log);
  CHECK(Indexes(run) == "0 1 2 3");
  CHECK(log.record_bytes() == 2 * big.size() + 5 + 11 + 3 + 1024);
  const RecordSlice& last = run.slices.back();
  const StoredRecord record = last.chunk->At(last.first + last.count - 1);
  CHECK(record.data == big);
  CHECK(record.partition_key.size() == 1024);
}

TEST_CASE("records that arrived before the horizon are not given") {
  const RecordLog log = LogOf(1000, 50);
  CHECK(Indexes(ReadAll(log, 0, kStart + Duration::Milliseconds(998))) == "998 999");
  CHECK(Indexes(ReadAll(log, 999, kStart + Duration::Milliseconds(998))) == "999");
  CHECK(Indexes(ReadAll(log, 0, kStart + Duration::Seconds(1))) == "");
}

TEST_CASE("a time is found among the arrivals") {
  RecordLog log;
  CHECK(log.FirstAtOrAfter(kStart) == log.end());
  for (std::uint64_t i = 0; i < 500; ++i) {
    Append(log, i, std::string(100, 'x'), static_cast<std::int64_t>(i / 2 * 10));
  }
  const auto index_at = [&](std::int64_t milliseconds) {
    return log.FirstAtOrAfter(kStart + Duration::Milliseconds(milliseconds)).index;
  };
  CHECK(index_at(-5) == 0);
  CHECK(index_at(0) == 0);
  CHECK(index_at(1) == 2);
  CHECK(index_at(10) == 2);
  CHECK(index_at(2480) == 496);
  CHECK(index_at(2490) == 498);
  CHECK(log.FirstAtOrAfter(kStart + Duration::Milliseconds(2491)) == log.end());
}

TEST_CASE("trimming forgets what arrived before the horizon, also inside a chunk") {
  RecordLog log = LogOf(100, 9);
  CHECK(log.record_bytes() == 1000);
  log.TrimBefore(kStart + Duration::Milliseconds(37));
  CHECK(log.record_count() == 63);
  CHECK(log.record_bytes() == 630);
  CHECK(log.OldestArrival() == kStart + Duration::Milliseconds(37));
  CHECK(Indexes(log.Read({}, kNoHorizon, 2, kAnyBytes)) == "37 38");
  CHECK(log.FirstAtOrAfter(kNoHorizon).index == 37);
  log.TrimBefore(kStart + Duration::Milliseconds(37));
  CHECK(log.record_count() == 63);
}

TEST_CASE("a log that is trimmed whole is empty, and goes on where it was") {
  RecordLog log = LogOf(1000, 100);
  const ShardPosition end = log.end();
  log.TrimBefore(kStart + Duration::Seconds(1));
  CHECK(log.empty());
  CHECK(log.record_count() == 0);
  CHECK(log.record_bytes() == 0);
  CHECK(log.end() == end);
  CHECK(log.FirstAtOrAfter(kNoHorizon) == end);
  Append(log, 1000, "next", 1000);
  CHECK(Indexes(ReadAll(log)) == "1000");
}

TEST_CASE("readers keep what they read, while the log trims and appends") {
  RecordLog log = LogOf(3, 9);
  const RecordRun run = ReadAll(log);
  log.TrimBefore(kStart + Duration::Milliseconds(2));
  for (std::uint64_t i = 3; i < 2000; ++i) Append(log, i, "later", 3);
  log.TrimBefore(kStart + Duration::Hours(1));
  CHECK(log.empty());
  CHECK(Indexes(run) == "0 1 2");
  CHECK(run.slices[0].chunk->At(0).data == "0........");
  CHECK(run.slices[0].chunk->At(2).data == "2........");
}

TEST_CASE("a reader does not see what is appended after it read") {
  RecordLog log = LogOf(3, 9);
  const RecordRun run = ReadAll(log);
  Append(log, 3, "later", 3);
  CHECK(Indexes(run) == "0 1 2");
  CHECK(Indexes(log.Read(run.next, kNoHorizon, kAnyCount, kAnyBytes)) == "3");
}

TEST_CASE("records may be months apart") {
  RecordLog log;
  const std::int64_t day = Duration::Hours(24).milliseconds;
  for (std::uint64_t i = 0; i < 12; ++i) {
    Append(log, i, "monthly", static_cast<std::int64_t>(i) * 30 * day);
  }
  CHECK(Indexes(ReadAll(log)) == "0 1 2 3 4 5 6 7 8 9 10 11");
  CHECK(log.FirstAtOrAfter(kStart + Duration::Milliseconds(60 * day + 1)).index == 3);
  const RecordRun run = ReadAll(log, 11);
  CHECK(run.last_arrival == kStart + Duration::Milliseconds(330 * day));
}

TEST_CASE("a log agrees with a plain list under random appends, reads and trims") {
  Prng prng(5);
  RecordLog log;
  std::vector<std::pair<std::uint64_t, std::int64_t>> model;  // index, milliseconds of arrival
  std::uint64_t next_index = 0;
  std::int64_t now = 0;
  std::int64_t horizon = 0;
  for (int round = 0; round < 5000; ++round) {
    now += static_cast<std::int64_t>(prng.Next() % 50);
    next_index += 1 + prng.Next() % 3;
    Append(log, next_index, std::string(prng.Next() % 300, 'd'), now);
    model.emplace_back(next_index, now);
    if (prng.Next() % 10 == 0) {
      horizon = std::max(horizon, now - static_cast<std::int64_t>(prng.Next() % 20'000));
      log.TrimBefore(kStart + Duration::Milliseconds(horizon));
      std::erase_if(model, [&](const auto& record) { return record.second < horizon; });
    }
    const std::uint64_t from = next_index - std::min<std::uint64_t>(next_index, prng.Next() % 2000);
    const RecordRun run = log.Read({from, 0}, kNoHorizon, 1, kAnyBytes);
    const auto expected = std::find_if(model.begin(), model.end(),
                                       [&](const auto& record) { return record.first >= from; });
    REQUIRE(run.count == (expected == model.end() ? 0 : 1));
    if (run.count == 1) REQUIRE(Indexes(run) == std::to_string(expected->first));
    REQUIRE(log.record_count() == model.size());
  }
}

TEST_CASE("records are counted from a position on, and positions found from the end") {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{700}}) {
    CAPTURE(count);
    RecordLog log = LogOf(count, 300);
    for (const std::size_t trimmed : {std::size_t{0}, count / 2}) {
      log.TrimBefore(kStart + Duration::Milliseconds(static_cast<std::int64_t>(trimmed)));
      for (std::size_t from = 0; from <= count; ++from) {
        CHECK(log.CountFrom({from, 0}) == count - std::max(from, trimmed));
      }
      for (std::size_t following = 0; following < count; ++following) {
        CHECK(log.FromNewest(following).index == std::max(count - 1 - following, trimmed));
      }
      CHECK(log.FromNewest(count + 5) ==
            (log.empty() ? log.end() : ShardPosition{trimmed, kStart.seconds()}));
    }
  }
}

}  // namespace
}  // namespace runnel

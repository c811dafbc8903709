// What the parts of the core cost by themselves, without a server: Google Benchmark. Each takes the
// sizes that a put of 1 KiB has.
#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/base64.h"
#include "core/base/decimal.h"
#include "core/base/md5.h"
#include "core/model/hash_key.h"
#include "core/model/sequence_number.h"
#include "core/model/shard_iterator.h"
#include "core/state/record_log.h"

namespace runnel {
namespace {

constexpr std::size_t kRecordBytes = 1024;
constexpr std::size_t kKeys = 500;

std::vector<std::string> Keys() {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < kKeys; ++i) keys.push_back("key-" + std::to_string(100'000 + i));
  return keys;
}

void CountBytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void Base64Encode(benchmark::State& state) {
  const std::string data(kRecordBytes, 'd');
  std::string text;
  for (auto _ : state) {
    text.clear();
    AppendBase64(data, text);
    benchmark::DoNotOptimize(text.data());
  }
  CountBytes(state, kRecordBytes);
}
BENCHMARK(Base64Encode);

void Base64Decode(benchmark::State& state) {
  std::string text;
  AppendBase64(std::string(kRecordBytes, 'd'), text);
  std::string data;
  for (auto _ : state) {
    data.clear();
    benchmark::DoNotOptimize(DecodeBase64(text, data));
    benchmark::DoNotOptimize(data.data());
  }
  CountBytes(state, kRecordBytes);
}
BENCHMARK(Base64Decode);

void Md5OfOneKey(benchmark::State& state) {
  const std::vector<std::string> keys = Keys();
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(Md5(keys[next++ % kKeys]));
}
BENCHMARK(Md5OfOneKey);

// The time is that of 500 keys.
void Md5Of500Keys(benchmark::State& state) {
  const std::vector<std::string> keys = Keys();
  const std::vector<std::string_view> texts(keys.begin(), keys.end());
  std::vector<std::array<std::uint8_t, 16>> digests(kKeys);
  for (auto _ : state) {
    Md5OfEach(texts, digests);
    benchmark::DoNotOptimize(digests.data());
  }
}
BENCHMARK(Md5Of500Keys);

SequenceNumber Number() {
  SequenceNumber number;
  number.shard_created_seconds = 1'700'000'000;
  number.shard = {3};
  number.position = {123'456'789, 1'700'000'123};
  return number;
}

void WriteSequenceNumber(benchmark::State& state) {
  SequenceNumber number = Number();
  std::string text;
  for (auto _ : state) {
    text.clear();
    ++number.position.index;
    number.AppendTo(text);
    benchmark::DoNotOptimize(text.data());
  }
}
BENCHMARK(WriteSequenceNumber);

void ReadSequenceNumber(benchmark::State& state) {
  const std::string text = Number().ToString();
  for (auto _ : state) benchmark::DoNotOptimize(SequenceNumber::Parse(text));
}
BENCHMARK(ReadSequenceNumber);

void SealIterator(benchmark::State& state) {
  ShardIterator iterator;
  iterator.scope = {AccountId("000000000000"), Region("us-east-1")};
  iterator.stream = StreamName("bench");
  std::uint64_t nonce = 0;
  for (auto _ : state) benchmark::DoNotOptimize(iterator.Seal({1, 2}, ++nonce));
}
BENCHMARK(SealIterator);

void OpenIterator(benchmark::State& state) {
  ShardIterator iterator;
  iterator.scope = {AccountId("000000000000"), Region("us-east-1")};
  iterator.stream = StreamName("bench");
  const std::string text = iterator.Seal({1, 2}, 3);
  for (auto _ : state) benchmark::DoNotOptimize(ShardIterator::Open({1, 2}, text));
}
BENCHMARK(OpenIterator);

// A record is kept; 100,000 of them, so that memory is touched for the first time as in a server.
void KeepRecord(benchmark::State& state) {
  const std::string data(kRecordBytes, 'd');
  RecordLog log;
  StoredRecord record;
  record.partition_key = "key-100000";
  record.data = data;
  for (auto _ : state) {
    ++record.position.index;
    log.Append(record);
  }
  CountBytes(state, kRecordBytes);
}
BENCHMARK(KeepRecord)->Iterations(100'000);

}  // namespace
}  // namespace runnel

// What calls cost in the core by themselves: read, run and answered, without a server. The argument
// is the number of open shards of the stream.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/emulator.h"
#include "tests/bench/http_load.h"
#include "tests/bench/kinesis_calls.h"

namespace runnel::bench {
namespace {

constexpr std::size_t kRecordBytes = 1024;

class StandingClock final : public Clock {
 public:
  Timestamp Now() override { return {1'767'225'600'000}; }
};

// An emulator with a stream, called without a transport.
class Fixture {
 public:
  explicit Fixture(std::int64_t shards) : emulator_(WithoutDelays(), clock_, 1, false) {
    const std::string count = std::to_string(shards);
    Call("CreateStream", R"({"StreamName":"bench","ShardCount":)" + count + "}");
  }

  std::string Call(std::string_view operation, std::string_view body) {
    fields_ = CallFields(std::string(operation));
    std::vector<Header> headers;
    for (const auto& [name, value] : fields_) headers.push_back({name, value});
    Reply reply = emulator_.Handle({"POST", "/", headers, body});
    if (reply.status != 200) std::abort();
    return std::move(reply.body);
  }

  // Calls again and again.
  void Repeat(benchmark::State& state, std::string_view operation, const std::string& body) {
    fields_ = CallFields(std::string(operation));
    std::vector<Header> headers;
    for (const auto& [name, value] : fields_) headers.push_back({name, value});
    const Request request{"POST", "/", headers, body};
    for (auto _ : state) {
      const Reply reply = emulator_.Handle(request);
      if (reply.status != 200) state.SkipWithError("refused");
      benchmark::DoNotOptimize(reply.body.data());
    }
  }

 private:
  static Settings WithoutDelays() {
    Settings settings;
    settings.create_stream_delay = {};
    settings.shard_limit = 100'000;
    return settings;
  }

  StandingClock clock_;
  Emulator emulator_;
  std::vector<std::pair<std::string, std::string>> fields_;
};

std::string BodyOf(const std::string& text) { return text.substr(text.find("\r\n\r\n") + 4); }

void PutRecord(benchmark::State& state) {
  Fixture fixture(state.range(0));
  fixture.Repeat(state, "PutRecord", BodyOf(PutRecordTexts("bench", kRecordBytes, 1).front()));
}
BENCHMARK(PutRecord)->Arg(1)->Arg(100)->Arg(10'000)->Iterations(100'000);

void PutRecords500(benchmark::State& state) {
  Fixture fixture(state.range(0));
  fixture.Repeat(state, "PutRecords", PutRecordsBody("bench", kRecordBytes, 1));
}
BENCHMARK(PutRecords500)->Arg(1)->Arg(100)->Arg(10'000)->Iterations(400);

std::string IteratorInput(Fixture& fixture, const std::string& type) {
  const std::string answer =
      fixture.Call("GetShardIterator", R"({"StreamName":"bench","ShardId":"shardId-000000000000",)"
                                       R"("ShardIteratorType":")" +
                                           type + "\"}");
  return R"({"ShardIterator":")" + TextMember(answer, "ShardIterator") + "\"}";
}

void GetNoRecords(benchmark::State& state) {
  Fixture fixture(state.range(0));
  fixture.Repeat(state, "GetRecords", IteratorInput(fixture, "LATEST"));
}
BENCHMARK(GetNoRecords)->Arg(1)->Arg(10'000);

void GetRecords10000(benchmark::State& state) {
  Fixture fixture(1);
  const std::string put = PutRecordsBody("bench", kRecordBytes, 1);
  constexpr int kPuts = 10'000 / kRecordsOfPut;
  for (int i = 0; i < kPuts; ++i) fixture.Call("PutRecords", put);
  fixture.Repeat(state, "GetRecords", IteratorInput(fixture, "TRIM_HORIZON"));
}
BENCHMARK(GetRecords10000);

void DescribeStreamSummary(benchmark::State& state) {
  Fixture fixture(state.range(0));
  fixture.Repeat(state, "DescribeStreamSummary", R"({"StreamName":"bench"})");
}
BENCHMARK(DescribeStreamSummary)->Arg(1)->Arg(10'000);

}  // namespace
}  // namespace runnel::bench

// transcript SEED CALLS - plays random calls on the natively compiled functions of the module, and
// prints requests and replies as differential_test.mjs reads them. Most calls are what a client
// would send; some are refused, for the texts of refusals must agree too.
//
// Printed: one record for each call, made of numbers (8 bytes, little-endian doubles) and texts (a
// number, their size, then their bytes): now, head, body; then wait, subscription, status, headers,
// body. The call of a record without a head is a poll of the subscription that its body names.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wasm/exports.h"

namespace runnel {
namespace {

constexpr double kStart = 2'000'000'000'000;

// The texts of one emulator's life that later calls need.
struct Seen {
  std::vector<std::string> iterators;
  std::vector<std::string> numbers;  // sequence numbers
  std::vector<std::string> consumers;
  std::vector<double> subscriptions;
};

class Player {
 public:
  explicit Player(std::uint32_t seed) : random_(seed) {
    const std::string_view texts("000000000000\0us-east-1\0", 23);
    std::memcpy(runnel_buffer(texts.size()), texts.data(), texts.size());
    emulator_ = runnel_create(seed, 0, texts.size(), 0);
    Play("Runnel.UpdateSettings",
         R"({"CreateStreamDelayMillis":300,"PutErrorProbability":0.05,"ShardLimit":40})");
  }
  ~Player() { runnel_destroy(emulator_); }
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  void PlayOne() {
    now_ += Below(20) == 0 ? Below(200'000) : Below(300);
    if (!seen_.subscriptions.empty() && Below(4) == 0) {
      Poll(Below(static_cast<std::uint32_t>(seen_.subscriptions.size())));
      return;
    }
    const auto [operation, input] = Choose();
    Play(operation, input);
  }

 private:
  std::uint32_t Below(std::uint32_t bound) { return random_() % bound; }

  template <class T>
  T OneOf(const std::vector<T>& values) {
    return values.empty() ? T() : values[Below(static_cast<std::uint32_t>(values.size()))];
  }

  std::string Stream() { return R"("StreamName":"s)" + std::to_string(Below(4)) + '"'; }
  std::string Arn() {
    return "arn:aws:kinesis:us-east-1:000000000000:stream/s" + std::to_string(Below(4));
  }
  std::string Shard() { return "shardId-00000000000" + std::to_string(Below(8)); }

  std::string Record() {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string data;
    for (std::uint32_t i = 4 * Below(60); i > 0; --i) data += kDigits[Below(64)];
    return R"("PartitionKey":"k)" + std::to_string(Below(1000)) + R"(","Data":")" + data + '"';
  }

  std::string Records() {
    std::string list;
    for (std::uint32_t i = Below(20); i > 0; --i) {
      list.append(list.empty() ? "{" : ",{").append(Record()).append("}");
    }
    return list;
  }

  std::string IteratorInput() {
    static const std::vector<std::string> kKinds = {
        R"("TRIM_HORIZON")", R"("LATEST")", R"("AT_SEQUENCE_NUMBER","StartingSequenceNumber":"$")",
        R"("AFTER_SEQUENCE_NUMBER","StartingSequenceNumber":"$")",
        R"("AT_TIMESTAMP","Timestamp":2000000100.25)"};
    std::string kind = OneOf(kKinds);
    if (const auto at = kind.find('$'); at != kind.npos) {
      kind.replace(at, 1, OneOf(seen_.numbers));
    }
    return '{' + Stream() + R"(,"ShardId":")" + Shard() + R"(","ShardIteratorType":)" + kind + '}';
  }

  std::string SubscribeInput() {
    return R"({"ConsumerARN":")" + OneOf(seen_.consumers) + R"(","ShardId":")" + Shard() +
           R"(","StartingPosition":{"Type":"TRIM_HORIZON"}})";
  }

  // An operation and its input.
  std::pair<std::string, std::string> Choose() {
    const std::string stream = '{' + Stream();
    switch (Below(28)) {
      case 0:
        return {"CreateStream", stream + R"(,"ShardCount":)" + std::to_string(Below(6)) + '}'};
      case 1:
        return Below(6) == 0 ? std::pair<std::string, std::string>{"DeleteStream", stream + '}'}
                             : std::pair<std::string, std::string>{"ListStreams", "{}"};
      case 2:
        return {"SplitShard", stream + R"(,"ShardToSplit":")" + Shard() +
                                  R"(","NewStartingHashKey":")" + std::to_string(random_()) +
                                  R"("})"};
      case 3:
        return {"MergeShards", stream + R"(,"ShardToMerge":")" + Shard() +
                                   R"(","AdjacentShardToMerge":")" + Shard() + R"("})"};
      case 4:
        return {"UpdateShardCount", stream + R"(,"ScalingType":"UNIFORM_SCALING",)" +
                                        R"("TargetShardCount":)" + std::to_string(1 + Below(6)) +
                                        '}'};
      case 5:
        return {"RegisterStreamConsumer", R"({"StreamARN":")" + Arn() + R"(","ConsumerName":"c)" +
                                              std::to_string(Below(3)) + R"("})"};
      case 6:
        return {"SubscribeToShard", SubscribeInput()};
      case 7:
        return {"DescribeStream", stream + '}'};
      case 8:
        return {"ListShards", stream + R"(,"MaxResults":2})"};
      case 9:
        return {"Runnel.UpdateClock",
                R"({"AdvanceMillis":)" + std::to_string(Below(900'000)) + '}'};
      case 10:
        return {"AddTagsToStream",
                stream + R"(,"Tags":{"ä":")" + std::to_string(Below(9)) + R"("}})"};
      case 11:
        return {"CreateStream", R"({"StreamName":"bad name","ShardCount":0.5})"};
      case 12:
      case 13:
      case 14:
      case 15:
        return {"GetShardIterator", IteratorInput()};
      case 16:
      case 17:
      case 18:
      case 19:
        return {"GetRecords", R"({"ShardIterator":")" + OneOf(seen_.iterators) + R"(","Limit":)" +
                                  std::to_string(Below(40)) + '}'};
      case 20:
      case 21:
      case 22:
        return {"PutRecords", stream + R"(,"Records":[)" + Records() + "]}"};
      default:
        return {"PutRecord", stream + ',' + Record() + '}'};
    }
  }

  void Play(const std::string& operation, const std::string& input) {
    const bool own = operation.find('.') != operation.npos;
    const std::vector<std::string_view> texts = {
        "POST",
        "/",
        "Content-Type",
        "application/x-amz-json-1.1",
        "X-Amz-Date",
        "20330518T033320Z",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=test/20330518/us-east-1/kinesis/aws4_request, "
        "SignedHeaders=host, Signature=0",
        "X-Amz-Target"};
    std::string head;
    for (const std::string_view text : texts) head.append(text).push_back('\0');
    head.append(own ? "" : "Kinesis_20131202.").append(operation).push_back('\0');
    std::memcpy(runnel_buffer(head.size() + input.size()), (head + input).data(),
                head.size() + input.size());
    PrintCall(head, input);
    const RunnelOutcome& outcome = *runnel_handle(emulator_, now_, head.size(), input.size());
    PrintOutcome(outcome);
    Learn({outcome.body, outcome.body_size});
    if (outcome.subscription != 0) seen_.subscriptions.push_back(outcome.subscription);
  }

  void Poll(std::size_t which) {
    const double subscription = seen_.subscriptions[which];
    PrintCall("", std::to_string(static_cast<std::uint64_t>(subscription)));
    const RunnelOutcome& outcome = *runnel_poll(emulator_, now_, subscription);
    PrintOutcome(outcome);
    if (outcome.ended != 0) {
      seen_.subscriptions.erase(seen_.subscriptions.begin() + static_cast<std::ptrdiff_t>(which));
    }
  }

  void Learn(const std::string_view reply) {
    static const std::regex text(R"re("(\w+)":"([^"]+)")re");
    const std::cregex_iterator end;
    for (std::cregex_iterator it(reply.data(), reply.data() + reply.size(), text); it != end;
         ++it) {
      const std::string name = (*it)[1];
      if (name.find("ShardIterator") != name.npos) Remember((*it)[2], seen_.iterators);
      if (name == "SequenceNumber") Remember((*it)[2], seen_.numbers);
      if (name == "ConsumerARN") Remember((*it)[2], seen_.consumers);
    }
  }

  void Remember(std::string text, std::vector<std::string>& texts) {
    constexpr std::size_t kEnough = 50;
    if (texts.size() < kEnough) {
      texts.push_back(std::move(text));
    } else {
      texts[Below(kEnough)] = std::move(text);
    }
  }

  static void PrintNumber(double number) { std::fwrite(&number, sizeof number, 1, stdout); }
  static void PrintText(std::string_view text) {
    PrintNumber(static_cast<double>(text.size()));
    std::fwrite(text.data(), 1, text.size(), stdout);
  }

  void PrintCall(std::string_view head, std::string_view body) const {
    PrintNumber(now_);
    PrintText(head);
    PrintText(body);
  }

  static void PrintOutcome(const RunnelOutcome& outcome) {
    PrintNumber(outcome.wait);
    PrintNumber(outcome.subscription);
    PrintNumber(outcome.status);
    PrintText({outcome.headers, outcome.headers_size});
    PrintText({outcome.body, outcome.body_size});
  }

  std::mt19937 random_;
  RunnelEmulator* emulator_ = nullptr;
  double now_ = kStart;
  Seen seen_;
};

}  // namespace
}  // namespace runnel

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: transcript SEED CALLS\n");
    return 2;
  }
  runnel::Player player(static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10)));
  for (long calls = std::strtol(argv[2], nullptr, 10); calls > 0; --calls) player.PlayOne();
}

#include "tests/bench/kinesis_calls.h"

#include <random>
#include <stdexcept>
#include <string_view>

#include "core/base/base64.h"
#include "tests/bench/http_load.h"

namespace runnel::bench {
namespace {

using Random = std::mt19937_64;

std::string Data(Random& random, std::size_t bytes) {
  std::string data(bytes, '\0');
  for (char& byte : data) byte = static_cast<char>(random());
  std::string text;
  AppendBase64(data, text);
  return text;
}

std::string Key(Random& random) { return "key-" + std::to_string(random() % 1'000'000'000'000); }

std::string Record(Random& random, std::size_t bytes) {
  std::string record = R"("Data":")" + Data(random, bytes);
  return record + R"(","PartitionKey":")" + Key(random) + '"';
}

}  // namespace

std::string TextMember(const std::string& json, const std::string& name) {
  const std::size_t key = json.find("\"" + name + "\":\"");
  if (key == std::string::npos) throw std::runtime_error("no " + name + " in " + json);
  const std::size_t begin = key + name.size() + 4;
  return json.substr(begin, json.find('"', begin) - begin);
}

void MakeStream(std::uint16_t port, const std::string& name, int shards) {
  SendOnce(port, CallText("CreateStream", R"({"StreamName":")" + name + R"(","ShardCount":)" +
                                              std::to_string(shards) + "}"));
  const std::string describe =
      CallText("DescribeStreamSummary", R"({"StreamName":")" + name + "\"}");
  constexpr int kTriesMax = 10'000;
  for (int i = 0; i < kTriesMax; ++i) {
    if (TextMember(SendOnce(port, describe), "StreamStatus") == "ACTIVE") return;
  }
  throw std::runtime_error("the stream does not become ACTIVE");
}

std::vector<std::string> PutRecordTexts(const std::string& stream, std::size_t bytes, int count) {
  Random random(1);
  std::vector<std::string> texts;
  for (int i = 0; i < count; ++i) {
    texts.push_back(
        CallText("PutRecord", R"({"StreamName":")" + stream + "\"," + Record(random, bytes) + "}"));
  }
  return texts;
}

std::vector<std::string> PutRecordsTexts(const std::string& stream, std::size_t bytes, int count) {
  std::vector<std::string> texts;
  for (int i = 0; i < count; ++i) {
    texts.push_back(CallText("PutRecords", PutRecordsBody(stream, bytes, i)));
  }
  return texts;
}

std::string PutRecordsBody(const std::string& stream, std::size_t bytes, int seed) {
  Random random(static_cast<std::uint64_t>(seed));
  std::string body = R"({"StreamName":")" + stream + R"(","Records":[)";
  for (int i = 0; i < kRecordsOfPut; ++i) {
    body += (i == 0 ? "{" : ",{") + Record(random, bytes) + "}";
  }
  return body + "]}";
}

std::string GetRecordsText(std::uint16_t port, const std::string& stream, const std::string& type,
                           int limit) {
  const std::string answer = SendOnce(
      port, CallText("GetShardIterator", R"({"ShardId":"shardId-000000000000","StreamName":")" +
                                             stream + R"(","ShardIteratorType":")" + type + "\"}"));
  return CallText("GetRecords", R"({"ShardIterator":")" + TextMember(answer, "ShardIterator") +
                                    R"(","Limit":)" + std::to_string(limit) + "}");
}

}  // namespace runnel::bench

#include <boost/json.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/decimal.h"
#include "core/base/md5.h"
#include "core/base/uint128.h"
#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/service_client.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel explain KEY STREAM [--json]\n"
    "       runnel explain --explicit-hash-key NUMBER STREAM [--json]\n\n"
    "Tells which shard a record with the partition key goes to, and why: the MD5 of the key's "
    "UTF-8\n"
    "bytes, as a number, falls into the hash key range of exactly one open shard.\n\n"
    "  runnel explain user-42 orders\n\n"
    "  --json                           the same as a JSON object\n"
    "  --endpoint URL, --profile NAME   the server, and who calls\n";

Uint128 Number(const std::string& digits) {
  Uint128 number = 0;
  if (!ParseDecimal(digits, number)) {
    throw Failure(kExitFailed, "the server sent '" + digits + "' for a hash key");
  }
  return number;
}

struct RangeShard {
  std::string id;
  std::string parents;  // "shardId-… and shardId-…"
  Uint128 starting = 0;
  Uint128 ending = 0;
  bool open = true;

  bool Holds(Uint128 hash) const { return starting <= hash && hash <= ending; }
};

std::vector<RangeShard> ListShards(const ServiceClient& client, const std::string& stream) {
  std::vector<RangeShard> shards;
  json::object input = {{"StreamName", stream}};
  for (;;) {
    const json::object answer = client.Call("Kinesis_20131202.ListShards", input);
    for (const json::value& value : answer.at("Shards").as_array()) {
      const json::object& listed = value.as_object();
      const json::object& range = listed.at("HashKeyRange").as_object();
      RangeShard& shard = shards.emplace_back();
      shard.id = TextMember(listed, "ShardId");
      shard.parents = TextMember(listed, "ParentShardId");
      const std::string other = TextMember(listed, "AdjacentParentShardId");
      if (!other.empty()) shard.parents.append(shard.parents.empty() ? "" : " and ").append(other);
      shard.starting = Number(TextMember(range, "StartingHashKey"));
      shard.ending = Number(TextMember(range, "EndingHashKey"));
      shard.open = !listed.at("SequenceNumberRange").as_object().contains("EndingSequenceNumber");
    }
    const std::string next = TextMember(answer, "NextToken");
    if (next.empty()) return shards;
    input = {{"NextToken", next}};
  }
}

Uint128 HashOf(std::string_view key) {
  Uint128 hash = 0;
  for (const std::uint8_t byte : Md5(key)) hash = hash << 8 | byte;
  return hash;
}

// How far into the key space, "54.31 %".
std::string Percent(Uint128 part) {
  char text[32];
  const double share = static_cast<double>(part) / static_cast<double>(~Uint128{0});
  std::snprintf(text, sizeof text, "%.2f %%", share * 100);
  return text;
}

struct Explanation {
  std::optional<std::string> key;  // absent: the hash key was given
  Uint128 hash = 0;
  RangeShard shard;
  std::size_t open_shards = 0;
  std::vector<std::string> before;  // closed shards that took the key once
};

void PrintJson(const Explanation& explanation) {
  json::object object;
  if (explanation.key) object["PartitionKey"] = *explanation.key;
  object["HashKey"] = ToDecimal(explanation.hash);
  object["ShardId"] = explanation.shard.id;
  object["HashKeyRange"] = {{"StartingHashKey", ToDecimal(explanation.shard.starting)},
                            {"EndingHashKey", ToDecimal(explanation.shard.ending)}};
  object["OpenShards"] = explanation.open_shards;
  object["ClosedShards"] = json::value_from(explanation.before);
  std::puts(json::serialize(object).c_str());
}

void PrintText(const Explanation& explanation) {
  const RangeShard& shard = explanation.shard;
  if (explanation.key) std::printf("key    %s\n", explanation.key->c_str());
  std::printf("hash   %s (%s, at %s of the key space)\n", ToDecimal(explanation.hash).c_str(),
              explanation.key ? "the MD5 of the key" : "given as it is",
              Percent(explanation.hash).c_str());
  std::printf("shard  %s, one of %zu open\n", shard.id.c_str(), explanation.open_shards);
  std::printf("why    its range holds the hash: %s to %s (%s of the key space)\n",
              ToDecimal(shard.starting).c_str(), ToDecimal(shard.ending).c_str(),
              Percent(shard.ending - shard.starting).c_str());
  if (!shard.parents.empty()) std::printf("from   %s\n", shard.parents.c_str());
  for (const std::string& closed : explanation.before) {
    std::printf("before %s, closed now\n", closed.c_str());
  }
}

Explanation Explain(const ServiceClient& client, std::optional<std::string> key, Uint128 hash,
                    const std::string& stream) {
  const json::object summary =
      client.Call("Kinesis_20131202.DescribeStreamSummary", {{"StreamName", stream}});
  const auto& description = summary.at("StreamDescriptionSummary").as_object();
  if (TextMember(description, "RecordDistributionStrategy") == "AUTO") {
    throw Failure(kExitFailed, "stream " + stream +
                                   " distributes records by itself: its open shards take them in "
                                   "turn, whatever the key");
  }
  Explanation explanation{std::move(key), hash, {}, 0, {}};
  for (RangeShard& shard : ListShards(client, stream)) {
    explanation.open_shards += shard.open ? 1 : 0;
    if (!shard.Holds(hash)) continue;
    if (shard.open) {
      explanation.shard = std::move(shard);
    } else {
      explanation.before.push_back(std::move(shard.id));
    }
  }
  if (explanation.shard.id.empty()) {
    throw Failure(kExitFailed, "stream " + stream + " has no open shards yet; it is " +
                                   TextMember(description, "StreamStatus"));
  }
  return explanation;
}

}  // namespace

int ExplainCommand(const CommandLine& command_line) {
  using enum FlagSpec::Value;
  const FlagSpec specs[] = {{.name = "explicit-hash-key"},
                            {.name = "json", .value = kNone},
                            {.name = "endpoint"},
                            {.name = "profile"}};
  const Arguments arguments = ParseArguments("explain", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const std::string digits(arguments.Last("explicit-hash-key"));
  const auto& words = arguments.words;
  if (words.size() != (digits.empty() ? 2U : 1U)) {
    throw Failure(kExitUsage,
                  "say the key and the stream: runnel explain KEY STREAM; `runnel explain --help` "
                  "tells more");
  }
  Uint128 hash = digits.empty() ? HashOf(words.front()) : 0;
  if (!digits.empty() && !ParseDecimal(digits, hash)) {
    throw Failure(kExitUsage, "--explicit-hash-key: '" + digits +
                                  "' is no whole number below 2^128, "
                                  "340282366920938463463374607431768211456");
  }
  const std::optional<std::string> key =
      digits.empty() ? std::optional(words.front()) : std::nullopt;
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  const Explanation explanation = Explain(client, key, hash, words.back());
  arguments.Last("json").empty() ? PrintText(explanation) : PrintJson(explanation);
  return 0;
}

}  // namespace runnel

#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/utf8.h"
#include "core/base/wildcard.h"
#include "native-server/command_line/arguments.h"
#include "native-server/command_line/call_input.h"
#include "native-server/command_line/clock_text.h"
#include "native-server/command_line/commands.h"
#include "native-server/command_line/json_layout.h"
#include "native-server/command_line/payload_text.h"
#include "native-server/command_line/service_client.h"
#include "native-server/command_line/stream_tail.h"
#include "native-server/config/option_value.h"
#include "native-server/failure.h"

namespace runnel {
namespace {

namespace json = boost::json;

constexpr const char* kHelp =
    "usage: runnel tail STREAM [FLAG...]\n\n"
    "Prints the records of all shards of a stream as they come, a line each, until Ctrl-C. It "
    "follows\n"
    "splits and merges, and prints no record of a shard before those of the shard's parents. "
    "Records\n"
    "that a producer library packed into one are unpacked, what gzip compressed is "
    "uncompressed.\n"
    "A stream that is still being created is waited for, and so is a server that starts again.\n\n"
    "  runnel tail orders --from 10m\n"
    "  runnel tail orders --from trim-horizon --no-follow --json | jq .Data.total\n"
    "  runnel tail orders --key 'user-4*' --text declined\n\n"
    "  --from WHERE       latest (the default), trim-horizon, a time such as "
    "2030-01-31T12:00:00Z,\n"
    "                     or so long ago: 90s, 10m, 2h; a number alone is seconds since 1970\n"
    "  --no-follow        stop when there are no more for now\n"
    "  --limit COUNT      stop after so many records\n"
    "  --key PATTERN      only records of these partition keys; * and ? stand for any text and "
    "any\n"
    "                     character\n"
    "  --text TEXT        only records that hold the text\n"
    "  --shard-id ID      only this shard, not those that follow from it\n"
    "  --json             each record as a JSON object: ShardId, SequenceNumber, PartitionKey,\n"
    "                     ArrivalMillis and Data, which is JSON if the record's data is, else text "
    "or\n"
    "                     \"base64:...\"; and SubSequenceNumber, Gzip, ExplicitHashKey where they "
    "apply\n"
    "  --raw              only the data, as it is, with a line feed after each\n"
    "  --interval TIME    how long to wait when nothing came; 500ms if not given\n"
    "  --endpoint URL, --profile NAME   the server, and who calls\n";

enum class Form { kText, kJson, kRaw };

struct TailWish {
  std::string key_pattern;
  std::string text;
  Form form = Form::kText;
  std::int64_t limit = -1;  // records; -1: any number
  bool follow = true;
  Duration interval = Duration::Milliseconds(500);
};

Timestamp EmulatorTime(const ServiceClient& client) {
  return {client.Call("Runnel.DescribeClock", {}).at("NowMillis").to_number<std::int64_t>()};
}

TailStart ReadStart(std::string_view text, const ServiceClient& client) {
  if (text.empty() || text == "latest" || text == "LATEST") return {};
  if (text == "trim-horizon" || text == "TRIM_HORIZON") {
    return {TailStart::Type::kTrimHorizon, {}};
  }
  // "1900000000" is a time, as it is to every other command; "10m" is that long ago.
  if (const auto time = ReadTimestamp(text)) return {TailStart::Type::kAtTimestamp, *time};
  const auto ago = ReadDuration(text);
  if (!ago) {
    throw Failure(kExitUsage, "--from: '" + std::string(text) +
                                  "' is none of latest, trim-horizon, a time such as "
                                  "2030-01-31T12:00:00Z, and a duration such as 10m");
  }
  return {TailStart::Type::kAtTimestamp, EmulatorTime(client) - *ago};
}

TailWish ReadWish(const Arguments& arguments) {
  TailWish wish;
  wish.key_pattern = arguments.Last("key");
  wish.text = arguments.Last("text");
  wish.follow = arguments.Last("no-follow").empty();
  const bool json = !arguments.Last("json").empty();
  const bool raw = !arguments.Last("raw").empty();
  if (json && raw) throw Failure(kExitUsage, "--json and --raw exclude each other");
  wish.form = json ? Form::kJson : raw ? Form::kRaw : Form::kText;
  if (const auto text = arguments.Last("limit"); !text.empty()) {
    const auto limit = ReadInteger(text);
    if (!limit || *limit < 1) throw Failure(kExitUsage, "--limit must be a number from 1 on");
    wish.limit = *limit;
  }
  if (const auto text = arguments.Last("interval"); !text.empty()) {
    const auto interval = ReadDuration(text);
    if (!interval) throw Failure(kExitUsage, "--interval must be a duration such as 500ms");
    wish.interval = *interval;
  }
  return wish;
}

// JSON as it was written, so that no number loses digits and no member is lost; else a string.
std::string DataJson(const std::string& data) {
  json::error_code error;
  json::parse(data, error);
  if (!error) return CompactJson(data);
  const bool text = IsValidUtf8(data) && data.find('\0') == std::string::npos;
  return json::serialize(json::string(text ? data : PayloadText(data)));
}

std::string JsonLine(const TailRecord& record, const Payload& payload) {
  json::object line = {{"ShardId", record.shard_id},
                       {"SequenceNumber", record.sequence_number},
                       {"PartitionKey", payload.partition_key},
                       {"ArrivalMillis", record.arrival.milliseconds}};
  if (payload.packed_index) line["SubSequenceNumber"] = *payload.packed_index;
  if (payload.explicit_hash_key) line["ExplicitHashKey"] = *payload.explicit_hash_key;
  if (payload.gzip) line["Gzip"] = true;
  std::string text = json::serialize(line);
  text.back() = ',';
  return text + "\"Data\":" + DataJson(payload.data) + "}";
}

// "2030-01-31T12:00:00.000Z shardId-000000000001 user-42 {...}"
std::string TextLine(const TailRecord& record, const Payload& payload) {
  return ClockText(record.arrival) + " " + record.shard_id + " " +
         PayloadText(payload.partition_key) + "  " + PayloadText(payload.data);
}

class Printer {
 public:
  explicit Printer(const TailWish& wish) : wish_(wish) {}

  // False: enough.
  bool Print(const TailRecord& record) {
    for (const Payload& payload : Unpack(record.partition_key, record.data)) {
      if (printed_ == wish_.limit) return false;
      if (!Wants(payload)) continue;
      std::string line = wish_.form == Form::kJson  ? JsonLine(record, payload)
                         : wish_.form == Form::kRaw ? payload.data
                                                    : TextLine(record, payload);
      line += '\n';
      std::fwrite(line.data(), 1, line.size(), stdout);
      ++printed_;
    }
    return printed_ != wish_.limit;
  }

 private:
  bool Wants(const Payload& payload) const {
    if (!wish_.key_pattern.empty() && !MatchesWildcard(wish_.key_pattern, payload.partition_key)) {
      return false;
    }
    return wish_.text.empty() || payload.data.find(wish_.text) != std::string::npos;
  }

  const TailWish& wish_;
  std::int64_t printed_ = 0;
};

// Tells what keeps records from coming, once for as long as it does.
class Hindrances {
 public:
  explicit Hindrances(std::string stream) : stream_(std::move(stream)) {}

  void Tell(const StreamTail& tail) {
    std::string kind;
    if (tail.without_shards()) kind = stream_ + " has no shards yet; waiting for them";
    if (!tail.hindrance().empty()) kind = tail.hindrance() + "; trying again";
    if (!kind.empty() && told_.empty()) std::fprintf(stderr, "runnel: %s\n", kind.c_str());
    told_ = kind;
  }

 private:
  const std::string stream_;
  std::string told_;
};

void Tail(StreamTail& tail, const std::string& stream, const TailWish& wish) {
  Printer printer(wish);
  Hindrances hindrances(stream);
  while (!tail.ended()) {
    const std::vector<TailRecord> records = tail.Read();
    if (tail.without_shards() && !wish.follow) {
      throw Failure(kExitFailed, stream + " has no shards yet: it is being created");
    }
    hindrances.Tell(tail);
    for (const TailRecord& record : records) {
      if (!printer.Print(record)) return;
    }
    // Who reads the lines may be gone.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) return;
    if (tail.at_tip() && !wish.follow) return;
    if (records.empty()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(wish.interval.milliseconds));
    }
  }
}

}  // namespace

int TailCommand(const CommandLine& command_line) {
  using enum FlagSpec::Value;
  const FlagSpec specs[] = {{.name = "from"},
                            {.name = "no-follow", .value = kNone},
                            {.name = "limit"},
                            {.name = "key"},
                            {.name = "text"},
                            {.name = "shard-id"},
                            {.name = "json", .value = kNone},
                            {.name = "raw", .value = kNone},
                            {.name = "interval"},
                            {.name = "endpoint"},
                            {.name = "profile"}};
  const Arguments arguments = ParseArguments("tail", specs, command_line.arguments, true);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  RefuseMoreWords("tail", arguments, 1);
  if (arguments.words.empty()) {
    throw Failure(kExitUsage, "which stream? runnel tail STREAM; `runnel tail --help` tells more");
  }
  const TailWish wish = ReadWish(arguments);
  const ServiceClient client(command_line.environment, arguments.Last("endpoint"),
                             arguments.Last("profile"));
  const std::string& stream = arguments.words.front();
  StreamTail tail(client, stream, ReadStart(arguments.Last("from"), client),
                  std::string(arguments.Last("shard-id")), /*outlasts_cuts=*/wish.follow);
  Tail(tail, stream, wish);
  return 0;
}

}  // namespace runnel

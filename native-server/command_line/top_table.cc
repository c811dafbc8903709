#include "native-server/command_line/top_table.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <vector>

#include "core/base/short_number.h"
#include "core/base/time.h"
#include "native-server/command_line/clock_text.h"
#include "native-server/command_line/json_members.h"
#include "native-server/command_line/payload_text.h"

namespace runnel {
namespace {

namespace json = boost::json;

double Number(const json::object& object, const char* name) {
  const json::value* const member = object.if_contains(name);
  return member != nullptr && member->is_number() ? member->to_number<double>() : 0;
}

const json::object& Part(const json::object& object, const char* name) {
  return object.at(name).as_object();
}

// The worst lag of readers and subscriptions.
struct Lag {
  double records = 0;
  double millis = 0;
  bool any = false;

  void Add(const json::object& lag) {
    any = true;
    records = std::max(records, Number(lag, "Records"));
    millis = std::max(millis, Number(lag, "Millis"));
  }
};

// An iterator that nobody has used for this long is given up.
constexpr double kReaderMillis = 60'000;

Lag LagOf(const json::object& shard, const json::object& stream, double now) {
  Lag lag;
  for (const json::value& value : shard.at("Readers").as_array()) {
    const json::object& reader = value.as_object();
    if (now - Number(reader, "LastCallMillis") <= kReaderMillis) lag.Add(Part(reader, "Lag"));
  }
  for (const json::value& value : stream.at("Subscriptions").as_array()) {
    const json::object& subscription = value.as_object();
    if (TextMember(subscription, "ShardId") == TextMember(shard, "ShardId"))
      lag.Add(Part(subscription, "Lag"));
  }
  return lag;
}

std::string LagText(const Lag& lag) {
  if (!lag.any) return "-";
  if (lag.records == 0) return "0";
  return ShortNumber(lag.records) + " " +
         (lag.millis < 1000 ? ShortNumber(lag.millis) + "ms"
                            : ShortNumber(lag.millis / 1000) + "s");
}

std::string HotKeyText(const json::object& shard) {
  std::string text;
  for (const json::value& value : shard.at("HotKeys").as_array()) {
    const json::object& key = value.as_object();
    char share[16];
    std::snprintf(share, sizeof share, " %.0f%%", Number(key, "Share") * 100);
    text.append(text.empty() ? "" : ", ").append(PayloadText(TextMember(key, "PartitionKey")));
    text.append(share);
    if (text.size() > 60) break;
  }
  return text;
}

std::string GaugeText(const json::object& shard) {
  const json::value* const used = shard.if_contains("QuotaUsed");
  if (used == nullptr) return "-";
  const json::object& quota = used->as_object();
  const double most = std::max(Number(quota, "WriteBytes"), Number(quota, "WriteRecords"));
  char text[16];
  std::snprintf(text, sizeof text, "%.0f%%", most * 100);
  return text;
}

std::string Row(const std::string& name, const json::object& of, const std::string& gauge,
                const std::string& lag, const std::string& last) {
  const json::object& in = Part(of, "Incoming");
  const json::object& out = Part(of, "Outgoing");
  char row[256];
  std::snprintf(row, sizeof row, "%-28.28s %7s %8s %7s %8s %9s %6s %11s  ", name.c_str(),
                ShortNumber(Number(in, "RecordsPerSecond")).c_str(),
                (ShortNumber(Number(in, "BytesPerSecond")) + "B").c_str(),
                ShortNumber(Number(out, "RecordsPerSecond")).c_str(),
                (ShortNumber(Number(out, "BytesPerSecond")) + "B").c_str(),
                ShortNumber(Number(of, "ThrottledWrites") + Number(of, "ThrottledReads")).c_str(),
                gauge.c_str(), lag.c_str());
  return row + last;
}

// Leaves the first `columns` characters of UTF-8.
void CutTo(std::size_t columns, std::string& line) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < line.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(line[end]) & 0xc0) != 0x80;
    if (begins && count++ == columns) break;
  }
  line.resize(end);
}

std::vector<const json::object*> OpenShards(const json::object& stream) {
  std::vector<const json::object*> shards;
  for (const json::value& value : stream.at("Shards").as_array()) {
    if (!value.as_object().contains("ClosedMillis")) shards.push_back(&value.as_object());
  }
  std::stable_sort(shards.begin(), shards.end(), [](const auto* a, const auto* b) {
    return Number(Part(*a, "Incoming"), "BytesPerSecond") >
           Number(Part(*b, "Incoming"), "BytesPerSecond");
  });
  return shards;
}

void AddStream(const json::object& stream, double now, std::vector<std::string>& lines) {
  Lag worst;
  std::vector<std::string> shards;
  for (const json::value& value : stream.at("Shards").as_array()) {
    const Lag lag = LagOf(value.as_object(), stream, now);
    worst.any |= lag.any;
    worst.records = std::max(worst.records, lag.records);
    worst.millis = std::max(worst.millis, lag.millis);
  }
  for (const json::object* const shard : OpenShards(stream)) {
    shards.push_back(Row("  " + TextMember(*shard, "ShardId"), *shard, GaugeText(*shard),
                         LagText(LagOf(*shard, stream, now)), HotKeyText(*shard)));
  }
  const auto closed = static_cast<long long>(Number(stream, "ClosedShards"));
  std::string about = TextMember(stream, "StreamStatus") + " " + TextMember(stream, "AccountId") +
                      " " + TextMember(stream, "Region") + ", " +
                      std::to_string(static_cast<long long>(Number(stream, "OpenShards"))) +
                      " open";
  if (closed > 0) about += ", " + std::to_string(closed) + " closed";
  lines.push_back(Row(TextMember(stream, "StreamName"), stream, "", LagText(worst), about));
  lines.insert(lines.end(), shards.begin(), shards.end());
}

}  // namespace

std::string TopTable(const json::object& answer, TopSize size) {
  const double now = Number(answer, "NowMillis");
  std::vector<std::string> lines;
  for (const json::value& value : answer.at("Streams").as_array()) {
    AddStream(value.as_object(), now, lines);
  }
  std::string head = ClockText({static_cast<std::int64_t>(now)});
  if (answer.at("Frozen").as_bool()) head += ", the clock stands still";
  if (lines.empty()) {
    lines = {"no streams; this makes one:",
             "  runnel call CreateStream --stream-name events --shard-count 1"};
  }
  // Two lines of headings, and one for what does not fit.
  if (size.rows > 3 && lines.size() > size.rows - 2) {
    const std::size_t left_out = lines.size() - (size.rows - 3);
    lines.resize(size.rows - 3);
    lines.push_back("... and " + std::to_string(left_out) + " more lines");
  }
  char titles[256];
  std::snprintf(titles, sizeof titles, "%-28s %7s %8s %7s %8s %9s %6s %11s  %s", "STREAM / SHARD",
                "IN rec/s", "IN B/s", "OUT rec", "OUT B/s", "THROTTLED", "QUOTA", "LAG",
                "HOT KEYS");
  lines.insert(lines.begin(), titles);
  lines.insert(lines.begin(), head);
  std::string table;
  for (std::string& line : lines) {
    while (line.ends_with(' ')) line.pop_back();
    if (size.columns > 0) CutTo(size.columns, line);
    table.append(line).append("\n");
  }
  return table;
}

}  // namespace runnel

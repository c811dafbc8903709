// Reads a stream as it grows, across splits and merges: no child before its parents have been read.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "native-server/command_line/service_client.h"

namespace runnel {

// Where to begin.
struct TailStart {
  enum class Type { kLatest, kTrimHorizon, kAtTimestamp };
  Type type = Type::kLatest;
  Timestamp time;
};

struct TailRecord {
  std::string shard_id;
  std::string sequence_number;
  std::string partition_key;
  std::string data;
  Timestamp arrival;
};

class StreamTail {
 public:
  // `only_shard`: read this one alone; empty: all of them, and those that follow from them.
  // `outlasts_cuts`: a server that has answered and then is gone is waited for. `client` must
  // outlive the tail. Throws NoAnswer if the server cannot be asked what time it is.
  StreamTail(const ServiceClient& client, std::string stream, TailStart start,
             const std::string& only_shard, bool outlasts_cuts);

  // What has come since the last call: at most one GetRecords of each shard, in order of arrival;
  // of one shard, in the shard's order. What fails and may pass is tried again by the next call.
  // Throws Failure.
  std::vector<TailRecord> Read();
  // Every shard is read up to its tip, or to its end.
  bool at_tip() const { return at_tip_; }
  // There is nothing more to come: all shards have been read to their end.
  bool ended() const { return begun_ && reading_.empty(); }
  // The stream has no shards yet: it is still being created.
  bool without_shards() const { return without_shards_; }
  // What failed in the last Read and may pass; empty: nothing, or only that it came too often.
  const std::string& hindrance() const { return hindrance_; }

 private:
  struct Reading {
    std::string iterator;     // empty: to be asked for
    std::string last_number;  // of the last record; empty: none yet
    TailStart start;
  };

  boost::json::object Call(const std::string& operation, const boost::json::object& input);
  // Finds out which shards there are, and begins with them.
  void Begin();
  void BeginShards();
  void Open(const std::string& shard, const TailStart& start);
  std::string Iterator(const std::string& shard, const Reading& reading);
  void ReadShards(std::vector<TailRecord>& records);
  // One GetRecords. False: the shard has been read to its end.
  bool ReadShard(const std::string& shard, Reading& reading, std::vector<TailRecord>& records);
  // Returns if the next round may succeed; else throws the refusal on.
  void Postpone(const ServiceRefusal& refusal);
  void OpenChildren(const boost::json::object& answer);

  const ServiceClient& client_;
  const std::string stream_;
  TailStart start_;
  const std::string only_shard_;
  const bool outlasts_cuts_;
  // The emulator's time before the first shard was opened, if it is told and the tip is the start.
  std::optional<Timestamp> tip_time_;
  bool reached_ = false;  // the server has answered
  bool begun_ = false;
  bool without_shards_ = false;
  std::string hindrance_;
  std::map<std::string, Reading> reading_;
  std::set<std::string> known_;
  std::set<std::string> finished_;
  bool at_tip_ = false;
};

}  // namespace runnel

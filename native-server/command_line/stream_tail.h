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
  // Finds out which shards there are. `only_shard`: read this one alone; empty: all of them, and
  // those that follow from them. `client` must outlive the tail. Throws Failure.
  StreamTail(const ServiceClient& client, std::string stream, TailStart start,
             const std::string& only_shard);

  // What has come since the last call: at most one GetRecords of each shard, in order of arrival;
  // of one shard, in the shard's order. Throws Failure.
  std::vector<TailRecord> Read();
  // Every shard is read up to its tip, or to its end.
  bool at_tip() const { return at_tip_; }
  // There is nothing more to come: all shards have been read to their end.
  bool ended() const { return reading_.empty(); }

 private:
  struct Reading {
    std::string iterator;
    std::string last_number;  // of the last record; empty: none yet
    TailStart start;
  };

  void Open(const std::string& shard, const TailStart& start);
  std::string Iterator(const std::string& shard, const Reading& reading) const;
  // One GetRecords. False: the shard has been read to its end.
  bool ReadShard(const std::string& shard, Reading& reading, std::vector<TailRecord>& records);
  void OpenChildren(const boost::json::object& answer);

  const ServiceClient& client_;
  const std::string stream_;
  const TailStart start_;
  const bool follows_children_;
  std::map<std::string, Reading> reading_;
  std::set<std::string> known_;
  std::set<std::string> finished_;
  bool at_tip_ = false;
};

}  // namespace runnel

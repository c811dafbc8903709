// CloudWatch Logs: groups, their streams and the events in them. All of it is in memory, bounded,
// and outlives no restart.
// Source: integrations 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/runnable_function.h"
#include "core/base/time.h"
#include "core/model/names.h"
#include "core/model/tag_map.h"

namespace runnel {

struct LogEvent {
  std::uint64_t id = 0;  // rises with every event that is taken, in whatever stream
  Timestamp timestamp;
  Timestamp ingestion;
  std::string message;
};

struct LogStream {
  Timestamp created;
  std::deque<LogEvent> events;  // by timestamp; equal ones as they came
  std::size_t bytes = 0;        // of messages
};

struct LogGroup {
  Timestamp created;
  std::optional<std::int32_t> retention_days;
  std::string log_class = "STANDARD";
  std::string kms_key_id;
  bool deletion_protected = false;
  TagMap tags;
  std::map<std::string, LogStream, std::less<>> streams;

  std::size_t bytes() const;
};

class LogStore {
 public:
  using Groups = std::map<std::string, LogGroup, std::less<>>;

  // Events are kept that take up to this many bytes in all; beyond, the first that came go first.
  static constexpr std::size_t kBytesMax = 64 * 1024 * 1024;

  explicit LogStore(std::size_t bytes_max = kBytesMax) : bytes_max_(bytes_max) {}

  const Groups& GroupsIn(const Scope& scope) const;
  LogGroup* Find(const Scope& scope, std::string_view group);
  // Makes it if it is not there.
  LogGroup& Make(const Scope& scope, const std::string& group, Timestamp now);
  LogStream& MakeStream(LogGroup& group, const std::string& stream, Timestamp now);
  void Delete(const Scope& scope, std::string_view group);
  // Whether there was such a stream.
  bool DeleteStream(LogGroup& group, std::string_view stream);

  struct NewEvent {
    Timestamp timestamp;
    std::string message;
  };
  // REQUIRES: the stream is there.
  void Append(const Scope& scope, const std::string& group, const std::string& stream,
              std::vector<NewEvent> events, Timestamp now);
  std::size_t event_count() const { return order_.size(); }
  // Makes the group and the stream if need be.
  void Append(FunctionLog log, Timestamp now);
  void Clear();

 private:
  // Where the events are, as they came.
  struct Place {
    std::uint64_t id;
    std::size_t bytes;  // that the event takes
    LogStream* stream;
  };
  void ForgetOrder();
  void DropOldest();

  const std::size_t bytes_max_;
  std::map<Scope, Groups> groups_;
  std::deque<Place> order_;  // of the events that are there, and of no others
  std::size_t bytes_ = 0;
  std::uint64_t last_id_ = 0;
};

}  // namespace runnel

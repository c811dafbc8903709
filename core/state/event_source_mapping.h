// One event source mapping as the state holds it (integrations 1), and what mappings gave up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/event_source_mapping.h"
#include "core/model/names.h"
#include "core/model/tag_map.h"

namespace runnel {

struct EventSourceMapping {
  MappingUid uid;
  Scope scope;
  std::string uuid;
  MappingConfiguration configuration;
  MappingState state = MappingState::kCreating;
  bool enabled = true;  // what it is, or becomes when its time has come
  Timestamp last_modified;
  std::string last_processing_result{kNoRecordsProcessed};
  TagMap tags;
  // The incarnation of the stream that it reads. May be gone.
  StreamUid stream;
  // How far it has come. A shard that is not there has not been begun, and is read from its start.
  std::map<ShardId, ShardProgress> shards;

  // "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:{uuid}".
  std::string Arn() const;
  // Whether it may invoke its function.
  bool invokes() const {
    return enabled && (state == MappingState::kEnabled || state == MappingState::kUpdating);
  }
};

// Records that a mapping gave up, with what its on-failure destination is told.
struct FailedBatch {
  std::uint64_t id = 0;  // counts from 1
  Timestamp at;
  Scope scope;
  std::string mapping_uuid;
  std::string function_arn;
  std::string stream_arn;
  ShardId shard;
  std::string condition;  // "RetryAttemptsExhausted", "RecordAgeExceeded"
  std::int64_t record_count = 0;
  std::string destination;  // an ARN; empty: there is none
  std::string object_key;   // where in a bucket; empty: the destination is none
  std::string message;      // JSON
  // What became of the delivery, once that is known: empty where nothing is to be delivered.
  std::string delivery;

  // Memory that it takes, about.
  std::size_t size() const { return message.size() + 512; }
};

}  // namespace runnel

// What an operation notes about a call for those who look on: numbers only, because every call pays
// for them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/time.h"
#include "core/model/names.h"
#include "core/model/sequence_number.h"

namespace runnel {

// The calls that are counted by stream, as CloudWatch counts them.
enum class CountedCall : std::uint8_t {
  kNone,
  kPutRecord,
  kPutRecords,
  kGetRecords,
  kSubscribeToShard,
};

// A record of a PutRecords that was refused.
struct RefusedRecord {
  ShardId shard;
  bool throttled = false;
};

struct CallNotes {
  CountedCall call = CountedCall::kNone;
  StreamUid stream;      // zero: none was found
  ConsumerUid consumer;  // of SubscribeToShard
  ShardId shard{-1};     // of PutRecord, GetRecords and SubscribeToShard
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // of data and keys
  std::vector<RefusedRecord> refused;
  // Of GetRecords: what was read, and how far what came last is behind the tip.
  ShardPosition from;
  ShardPosition next;
  Duration behind;
};

// What a subscription delivered in one event.
struct EventNotes {
  StreamUid stream;
  ConsumerUid consumer;
  ShardId shard;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  Duration behind;
};

}  // namespace runnel

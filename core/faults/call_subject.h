// What a call is about, as far as fault rules ask: read off its input by the names of the members,
// so that no operation has to say so.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shape.h"
#include "core/base/sealed_text.h"
#include "core/base/time.h"
#include "core/model/arn.h"
#include "core/model/names.h"
#include "core/state/state.h"

namespace runnel {

// A record that is being put.
struct RecordSubject {
  std::optional<ShardId> shard;  // absent: the stream chooses it
  std::string_view partition_key;
};

struct CallSubject {
  std::string_view operation;
  AccountId account;  // of the caller
  std::optional<StreamArn> stream_arn;
  const Stream* stream = nullptr;  // null: there is none of that name
  std::optional<ShardId> shard;
  std::string consumer_name;
  std::optional<Timestamp> iterator_issued;
  std::vector<RecordSubject> records;  // of PutRecord and PutRecords
};

// `input` is described by `shape`; the subject refers to its texts and to the state.
CallSubject SubjectOf(const State& state, SealKey token_key, const Scope& caller,
                      std::string_view operation, const Shape& shape, const void* input);
// The subject of what an open subscription delivers.
CallSubject SubjectOf(const State& state, const Subscription& subscription);

}  // namespace runnel

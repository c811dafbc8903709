// State::Apply for event source mappings and what they gave up.
#include <algorithm>

#include "core/base/check.h"
#include "core/state/state.h"

namespace runnel {
namespace {

// What is kept of what mappings gave up: the latest.
constexpr std::size_t kFailedBatchesMax = 1000;
constexpr std::size_t kFailedBytesMax = 16 * 1024 * 1024;

}  // namespace

std::string EventSourceMapping::Arn() const {
  return "arn:aws:lambda:" + scope.region.text() + ":" + scope.account.text() +
         ":event-source-mapping:" + uuid;
}

EventSourceMapping& State::MappingOf(MappingUid uid) {
  const auto found = mappings_.find(uid);
  RUNNEL_CHECK(found != mappings_.end());
  return found->second;
}

void State::On(const MappingCreated& m) {
  RUNNEL_CHECK(m.uid == next_mapping_uid());
  EventSourceMapping& mapping = mappings_[m.uid];
  mapping.uid = m.uid;
  mapping.scope = m.scope;
  mapping.uuid = m.uuid;
  mapping.configuration = m.configuration;
  mapping.enabled = m.enabled;
  mapping.last_modified = m.at;
  mapping.tags = m.tags;
  mapping.stream = m.stream;
  mapping.shards = m.shards;
  last_mapping_uid_ = m.uid.value;
  timers_.Arm({TimerKind::kMapping, m.uid.value}, m.due);
}

void State::On(const MappingUpdateStarted& m) {
  EventSourceMapping& mapping = MappingOf(m.uid);
  mapping.configuration = m.configuration;
  mapping.enabled = m.enabled;
  On(MappingStateChanged{m.uid, m.state, m.at, m.due});
}

void State::On(const MappingStateChanged& m) {
  EventSourceMapping& mapping = MappingOf(m.uid);
  mapping.state = m.state;
  mapping.last_modified = m.at;
  const TimerKey key{TimerKind::kMapping, m.uid.value};
  if (m.due) {
    timers_.Arm(key, *m.due);
  } else {
    timers_.Disarm(key);
  }
}

void State::On(const MappingDeleted& m) {
  RUNNEL_CHECK(mappings_.erase(m.uid) == 1);
  timers_.Disarm({TimerKind::kMapping, m.uid.value});
}

void State::On(const MappingAdvanced& m) {
  MappingOf(m.uid).shards[m.shard] = m.progress;
  if (m.result) On(MappingResulted{m.uid, *m.result});
}

void State::On(const MappingResulted& m) { MappingOf(m.uid).last_processing_result = m.result; }

void State::On(const MappingAttached& m) {
  EventSourceMapping& mapping = MappingOf(m.uid);
  mapping.stream = m.stream;
  mapping.shards.clear();
}

void State::On(const MappingTagsChanged& m) {
  TagMap& tags = MappingOf(m.uid).tags;
  for (const auto& [key, value] : m.set) tags.insert_or_assign(key, value);
  for (const std::string& key : m.removed) tags.erase(key);
}

void State::On(const MappingRestored& m) {
  RUNNEL_CHECK(m.mapping.uid.value != 0);
  mappings_[m.mapping.uid] = m.mapping;
  last_mapping_uid_ = std::max(last_mapping_uid_, m.mapping.uid.value);
  if (m.due) timers_.Arm({TimerKind::kMapping, m.mapping.uid.value}, *m.due);
}

void State::On(const BatchFailed& m) {
  RUNNEL_CHECK(m.batch.id > last_failed_batch_);
  last_failed_batch_ = m.batch.id;
  failed_batches_.push_back(m.batch);
  failed_bytes_ += m.batch.size();
  while (failed_batches_.size() > kFailedBatchesMax || failed_bytes_ > kFailedBytesMax) {
    if (failed_batches_.size() == 1) break;
    failed_bytes_ -= failed_batches_.front().size();
    failed_batches_.pop_front();
  }
}

void State::On(const FailedBatchDelivered& m) {
  for (FailedBatch& batch : failed_batches_) {
    if (batch.id == m.id) batch.delivery = m.delivery;
  }
}

const EventSourceMapping* State::FindMapping(MappingUid uid) const {
  const auto found = mappings_.find(uid);
  return found == mappings_.end() ? nullptr : &found->second;
}

const EventSourceMapping* State::FindMapping(const Scope& scope, std::string_view uuid) const {
  for (const auto& [uid, mapping] : mappings_) {
    if (mapping.scope == scope && mapping.uuid == uuid) return &mapping;
  }
  return nullptr;
}

}  // namespace runnel

// Records that were released from memory, read back from the host's archive.
#pragma once

#include <memory>
#include <utility>

#include "core/ports/record_archive.h"
#include "core/state/record_log.h"

namespace runnel {

class ArchivedRecords final : public RecordSource {
 public:
  explicit ArchivedRecords(std::shared_ptr<RecordArchive> archive) : archive_(std::move(archive)) {}

  std::shared_ptr<const RecordChunk> Load(StreamUid stream, ShardId shard,
                                          const RecordChunk& chunk) const override;

 private:
  const std::shared_ptr<RecordArchive> archive_;
};

}  // namespace runnel

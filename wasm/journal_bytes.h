// The journal on the module's side: what is committed becomes bytes that the host stores, and the
// bytes that the host has stored are replayed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ports/journal.h"

namespace runnel {

// Durable is what the host has stored, so a commit cannot fail here: it is the host that waits.
class JournalBytes : public Journal {
 public:
  // `stored`: entries as RunnelJournalEntry lays them out, in the order in which Replay must give
  // them. They must stay valid as long as Replay may be called.
  explicit JournalBytes(std::string_view stored = {}) : stored_(stored) {}

  std::string Commit(const std::vector<JournalEntry>& entries) override;
  std::string Commit(const JournalCheckpoint& checkpoint) override;
  std::string Replay(const Take& take) override;

  // All that was committed, laid out.
  const std::string& committed() const { return committed_; }

 private:
  std::string_view stored_;
  std::string committed_;
};

}  // namespace runnel

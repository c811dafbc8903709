// EmulatorHost and its journal: calls change the state in memory at once, the journal's thread
// commits what they changed, and nothing that depends on it is shown before. While one commit is
// under way the next gathers, so that many writers share one.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <limits>
#include <utility>

#include "native-server/emulator_host.h"

namespace runnel {
namespace {

// A checkpoint costs what it holds, so it is made when the changes since the last one are more.
constexpr std::size_t kChangesBeforeCheckpoint = 1000;
// How often a journal that has failed is tried again.
constexpr std::chrono::seconds kRetryInterval{1};

std::size_t CountChanges(const std::vector<JournalEntry>& entries) {
  return static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(),
      [](const JournalEntry& entry) { return entry.kind == JournalEntry::Kind::kChange; }));
}

}  // namespace

void EmulatorHost::UseArchive(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max) {
  const std::lock_guard lock(mutex_);
  emulator_.UseArchive(std::move(archive), bytes_max);
}

RecoveryReport EmulatorHost::Recover() {
  std::unique_lock lock(mutex_);
  RecoveryReport report = emulator_.Recover(*journal_);
  if (!report.failure.empty()) return report;
  durable_.position = taken_ = report.position;
  changes_since_checkpoint_ = report.changes;
  journal_thread_ = std::thread([this] { WriteJournal(); });
  Settle();
  return report;
}

Provision EmulatorHost::ProvisionFor(EventLoop& loop) {
  const JournalPosition position = emulator_.journal_position();
  // While the journal fails, calls change nothing; what becomes due would become due again.
  if (position <= durable_.position || journal_failed_) return {};
  waiting_loops_.insert(&loop);
  return {position, durable_.generation};
}

void EmulatorHost::WriteJournal() {
  std::unique_lock lock(mutex_);
  const auto wanted = [this] { return stopping_ || emulator_.journal_position() > taken_; };
  while (true) {
    if (journal_failed_) {
      journal_wakes_.wait_for(lock, kRetryInterval, [this] { return stopping_; });
    } else {
      journal_wakes_.wait(lock, wanted);
    }
    if (stopping_ && (journal_failed_ || emulator_.journal_position() == taken_)) return;
    CommitBatch(lock);
  }
}

void EmulatorHost::CommitBatch(std::unique_lock<std::mutex>& lock) {
  const JournalBatch batch = emulator_.TakeJournal();
  taken_ = batch.position;
  changes_since_checkpoint_ += CountChanges(batch.entries);
  std::optional<JournalCheckpoint> checkpoint;
  if (changes_since_checkpoint_ > kChangesBeforeCheckpoint + checkpoint_changes_) {
    checkpoint = emulator_.TakeCheckpoint();
    changes_since_checkpoint_ = 0;
    checkpoint_changes_ = checkpoint->changes.size();
  }
  lock.unlock();
  const std::string failure = journal_->Commit(batch.entries);
  std::string checkpoint_failure;
  if (failure.empty() && checkpoint) checkpoint_failure = journal_->Commit(*checkpoint);
  lock.lock();
  if (!checkpoint_failure.empty()) {
    log_.Say(LogLevel::kWarn, "the journal could not be made shorter: " + checkpoint_failure);
  }
  if (failure.empty()) {
    OnCommitted(batch.position);
  } else {
    OnCommitFailed(failure, !batch.entries.empty());
  }
  TellWaitingLoops();
}

void EmulatorHost::OnCommitted(JournalPosition position) {
  durable_.position = position;
  emulator_.JournalCommitted();
  HandOutInvocations();
  HandOutDeliveries();
  SendFailures();
  AnnounceAnswered();
  if (!journal_failed_) return;
  journal_failed_ = false;
  emulator_.RefuseWrites({});
  log_.Say(LogLevel::kInfo,
           "the journal can be written again: calls that change something are "
           "answered as usual");
}

// `forgets`: there were changes, which have to be taken back.
void EmulatorHost::OnCommitFailed(const std::string& why, bool forgets) {
  if (!journal_failed_) {
    log_.Say(LogLevel::kError, "the journal cannot be written: " + why +
                                   "; calls that change something are refused until it can, "
                                   "others are answered");
  }
  if (forgets) {
    const RecoveryReport report = emulator_.Recover(*journal_);
    if (!report.failure.empty()) {
      // Whatever was answered now would be wrong.
      log_.Say(LogLevel::kError, "the journal cannot be read either: " + report.failure +
                                     "; stopping, so that nothing wrong is answered");
      log_.Flush();
      std::_Exit(1);
    }
    ++durable_.generation;
    held_invocations_.Clear();
    held_failures_.Clear();
    held_deliveries_.Clear();
    // The emulator has other answers for them now: that what they did is lost.
    held_answers_.Release(std::numeric_limits<JournalPosition>::max(),
                          [this](std::uint64_t waiting) { AnnounceAnswered(waiting); });
  }
  journal_failed_ = true;
  durable_.failure = why;
  durable_.position = taken_ = emulator_.journal_position();
  emulator_.RefuseWrites(why);
  Settle();
}

void EmulatorHost::TellWaitingLoops() {
  for (EventLoop* const loop : waiting_loops_) {
    boost::asio::post(loop->io(), [loop, durable = durable_] { loop->Durable(durable); });
  }
  // Those whose calls ran while the commit was under way wait for the next one.
  if (emulator_.journal_position() <= durable_.position) waiting_loops_.clear();
}

}  // namespace runnel

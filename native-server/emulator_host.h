// Owns the emulator and the lock around it, and drives its time.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/api/settings.h"
#include "core/engine/emulator.h"
#include "native-server/buckets/bucket_writer.h"
#include "native-server/event_loop.h"
#include "native-server/failures/failure_courier.h"
#include "native-server/functions/function_reports.h"
#include "native-server/functions/function_runner.h"
#include "native-server/held_back.h"
#include "native-server/journal/durable_state.h"
#include "native-server/server_log.h"
#include "native-server/system_clock.h"

namespace runnel {

// A call that ran. Its answer may be shown once `shown_with` is durable.
struct HandledCall {
  Call call;
  Provision shown_with;
};

// What a subscription has to say, likewise.
struct PolledOutput {
  SubscriptionOutput output;
  Provision shown_with;
};

// May be used by any thread. The lock here is the only one of the program; requests are decoded and
// replies encoded outside it.
class EmulatorHost : public FunctionReports {
 public:
  // The emulator's timer runs on `timer_loop`, which must outlive the host, as must `log`. Without
  // a journal everything is durable at once. `failure_destinations` as ReadFailureDestinations has
  // them.
  EmulatorHost(const Settings& settings, std::uint64_t seed, EventLoop& timer_loop, ServerLog& log,
               std::unique_ptr<Journal> journal = nullptr,
               const std::vector<std::string>& failure_destinations = {});
  // Commits what is not durable yet.
  ~EmulatorHost() override;

  // See Emulator::UseArchive. Before Recover.
  void UseArchive(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max);
  // Becomes what the journal holds, and keeps it from then on. Before everything else, once, if
  // there is a journal.
  RecoveryReport Recover();

  // `loop` is told (EventLoop::Durable) when what the answer waits for is durable. `begin` is when
  // the request was there: metrics tell how long it took from then until it had its effect.
  HandledCall Handle(const Request& request, EventLoop& loop,
                     std::chrono::steady_clock::time_point begin);

  // See Emulator::Metrics.
  MetricsView Metrics();

  // From now on `loop` is woken when the subscription has something to say. What it had to say
  // before is not announced: Poll once after this.
  void Follow(SubscriptionId subscription, EventLoop& loop);
  PolledOutput Poll(SubscriptionId subscription, EventLoop& loop);
  // The client is gone, or is being sent away.
  void Unsubscribe(SubscriptionId subscription);

  // From now on functions are run. Before the first request; once.
  void RunFunctions(const FunctionRunnerSettings& settings);
  // From now on objects of channels are written into the folder `root`, if the settings say that
  // the host does. Before the first request; once.
  void WriteObjects(std::string root);
  // `loop` is told (EventLoop::Answered) once the answer of a reply with that `waiting` is there.
  void Await(std::uint64_t waiting, EventLoop& loop);
  // See Emulator::Finish.
  void Finish(Reply& reply);
  // The client is gone.
  void ForgetWaiting(std::uint64_t waiting);
  void Complete(std::uint64_t invocation, InvocationOutcome outcome) override;
  void Log(FunctionLog log) override;

  // See Emulator::CreateInitialStream.
  std::string CreateInitialStream(const InitialStream& stream);
  // See Emulator::SetUp.
  std::string SetUp(std::string_view operation, std::string_view input);

 private:
  using Time = std::chrono::steady_clock::time_point;

  // To be called with the lock held, after every entry into the emulator.
  void Settle();
  void AnnounceReady();
  void SendFailures();
  void AnnounceAnswered();
  void AnnounceAnswered(std::uint64_t waiting);
  void HandOutInvocations();
  void HandOutDeliveries();
  void ArmTimer();

  void StartTimer(Time due);
  void WakeLoop(EventLoop& loop);
  void Tick();

  // With the lock held: what the emulator's last answer waits for.
  Provision ProvisionFor(EventLoop& loop);
  // The journal's thread.
  void WriteJournal();
  void CommitBatch(std::unique_lock<std::mutex>& lock);
  void OnCommitted(JournalPosition position);
  void OnCommitFailed(const std::string& why, bool forgets);
  void TellWaitingLoops();

  EventLoop& timer_loop_;
  // Touched by the timer loop's thread only.
  boost::asio::steady_timer timer_;
  bool timer_waits_ = false;

  ServerLog& log_;
  const std::unique_ptr<Journal> journal_;  // used by its thread; by Recover before that starts

  std::mutex mutex_;  // guards all that follows
  SystemClock clock_;
  Emulator emulator_;
  // When the timer will fire. Sooner than necessary does no harm, so it is only ever set earlier.
  std::optional<Time> armed_for_;
  std::unordered_map<std::uint64_t, EventLoop*> followers_;
  // Ready subscriptions whose loops have been told to fetch them.
  std::unordered_map<EventLoop*, std::vector<SubscriptionId>> announced_;

  std::unordered_map<std::uint64_t, EventLoop*> awaiting_loops_;
  // Answers that are there, and that nobody has come to await yet.
  std::unordered_set<std::uint64_t> answered_early_;

  DurableState durable_;
  JournalPosition taken_ = 0;  // by the journal's thread
  bool journal_failed_ = false;
  bool stopping_ = false;
  std::size_t changes_since_checkpoint_ = 0;
  std::size_t checkpoint_changes_ = 0;
  std::unordered_set<EventLoop*> waiting_loops_;
  std::condition_variable journal_wakes_;
  std::thread journal_thread_;

  // What they carry, records or the news that some were given up, must not be lost afterwards.
  HeldBack<FunctionInvocation> held_invocations_;
  HeldBack<FailureDelivery> held_failures_;
  HeldBack<ChannelDelivery> held_deliveries_;
  HeldBack<std::uint64_t> held_answers_;  // by their tickets
  std::unique_ptr<FailureCourier> courier_;
  // Null: nothing is written.
  std::unique_ptr<BucketWriter> writer_;
  // Null: functions are not run. Last, for its thread uses all of the above.
  std::unique_ptr<FunctionRunner> runner_;
};

}  // namespace runnel

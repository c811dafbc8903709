#include "native-server/emulator_host.h"

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace runnel {
namespace {

// Keeps the arithmetic of clocks far from overflow.
constexpr Duration kLongestSleep = Duration::Hours(24);

}  // namespace

EmulatorHost::EmulatorHost(const Settings& settings, std::uint64_t seed, EventLoop& timer_loop,
                           ServerLog& log, std::unique_ptr<Journal> journal,
                           const std::vector<std::string>& failure_destinations)
    : timer_loop_(timer_loop),
      timer_(timer_loop.io()),
      log_(log),
      journal_(std::move(journal)),
      emulator_(settings, clock_, seed, journal_ != nullptr),
      courier_(std::make_unique<FailureCourier>(
          failure_destinations, [this](std::uint64_t id, const std::string& delivery) {
            const std::lock_guard lock(mutex_);
            emulator_.NoteFailureDelivery(id, delivery);
            Settle();
          })) {}

EmulatorHost::~EmulatorHost() {
  std::unique_ptr<FunctionRunner> runner;
  std::unique_ptr<FailureCourier> courier;
  std::unique_ptr<BucketWriter> writer;
  {
    const std::lock_guard lock(mutex_);
    runner = std::move(runner_);
    courier = std::move(courier_);
    writer = std::move(writer_);
  }
  runner.reset();
  courier.reset();
  writer.reset();
  if (!journal_thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  journal_wakes_.notify_one();
  journal_thread_.join();
}

HandledCall EmulatorHost::Handle(const Request& request, EventLoop& loop, Time begin) {
  HandledCall handled{emulator_.Decode(request), {}};
  const std::lock_guard lock(mutex_);
  emulator_.Run(handled.call);
  const auto took = std::chrono::steady_clock::now() - begin;
  emulator_.NoteDuration(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  handled.shown_with = ProvisionFor(loop);
  Settle();
  return handled;
}

MetricsView EmulatorHost::Metrics() {
  const std::lock_guard lock(mutex_);
  emulator_.Tick();
  MetricsView view = emulator_.Metrics();
  Settle();
  return view;
}

void EmulatorHost::Follow(SubscriptionId subscription, EventLoop& loop) {
  const std::lock_guard lock(mutex_);
  followers_[subscription.value] = &loop;
}

PolledOutput EmulatorHost::Poll(SubscriptionId subscription, EventLoop& loop) {
  const std::lock_guard lock(mutex_);
  PolledOutput polled{emulator_.Poll(subscription), {}};
  polled.shown_with = ProvisionFor(loop);
  if (polled.output.ended) followers_.erase(subscription.value);
  Settle();
  return polled;
}

void EmulatorHost::Unsubscribe(SubscriptionId subscription) {
  const std::lock_guard lock(mutex_);
  followers_.erase(subscription.value);
  emulator_.Unsubscribe(subscription);
  ArmTimer();
}

void EmulatorHost::RunFunctions(const FunctionRunnerSettings& settings) {
  auto runner = std::make_unique<FunctionRunner>(settings, *this);
  const std::lock_guard lock(mutex_);
  runner_ = std::move(runner);
  Settle();
}

void EmulatorHost::WriteObjects(std::string root) {
  auto writer = std::make_unique<BucketWriter>(
      std::move(root), [this](const ChannelDelivery& delivery, const ChannelTally& tally,
                              const std::string& failure) {
        const std::lock_guard lock(mutex_);
        emulator_.CompleteDelivery(delivery, tally, failure);
        Settle();
      });
  const std::lock_guard lock(mutex_);
  writer_ = std::move(writer);
  Settle();
}

void EmulatorHost::Await(std::uint64_t waiting, EventLoop& loop) {
  const std::lock_guard lock(mutex_);
  if (answered_early_.erase(waiting) == 0) {
    awaiting_loops_[waiting] = &loop;
  } else {
    boost::asio::post(loop.io(), [&loop, waiting] { loop.Answered({waiting}); });
  }
}

void EmulatorHost::Finish(Reply& reply) {
  const std::lock_guard lock(mutex_);
  emulator_.Finish(reply);
}

void EmulatorHost::ForgetWaiting(std::uint64_t waiting) {
  const std::lock_guard lock(mutex_);
  awaiting_loops_.erase(waiting);
  answered_early_.erase(waiting);
  held_answers_.Drop(waiting);
  emulator_.ForgetWaiting(waiting);
}

void EmulatorHost::Complete(std::uint64_t invocation, InvocationOutcome outcome) {
  const std::lock_guard lock(mutex_);
  emulator_.CompleteInvocation(invocation, std::move(outcome));
  Settle();
}

void EmulatorHost::Log(FunctionLog log) {
  const std::lock_guard lock(mutex_);
  emulator_.AppendLog(std::move(log));
  Settle();
}

std::string EmulatorHost::CreateInitialStream(const InitialStream& stream) {
  const std::lock_guard lock(mutex_);
  std::string refusal = emulator_.CreateInitialStream(stream);
  Settle();
  return refusal;
}

std::string EmulatorHost::SetUp(std::string_view operation, std::string_view input) {
  const std::lock_guard lock(mutex_);
  std::string refusal = emulator_.SetUp(operation, input);
  Settle();
  return refusal;
}

void EmulatorHost::Settle() {
  HandOutInvocations();
  HandOutDeliveries();
  AnnounceReady();
  SendFailures();
  AnnounceAnswered();
  ArmTimer();
  if (journal_ && emulator_.journal_position() > taken_) journal_wakes_.notify_one();
}

void EmulatorHost::SendFailures() {
  // While it is being ended there is no courier; what is left is delivered by the next process.
  if (!courier_) return;
  for (FailureDelivery& failure : emulator_.TakeFailures()) {
    held_failures_.Add(emulator_.journal_position(), std::move(failure));
  }
  held_failures_.Release(durable_.position, [this](FailureDelivery failure) {
    courier_->Deliver(std::move(failure));
  });
}

void EmulatorHost::AnnounceReady() {
  for (const SubscriptionId subscription : emulator_.TakeReady()) {
    const auto follower = followers_.find(subscription.value);
    if (follower == followers_.end()) continue;
    EventLoop* const loop = follower->second;
    std::vector<SubscriptionId>& ready = announced_[loop];
    // Posted even to the loop that is running now: the reply to whoever made them ready goes first.
    if (ready.empty()) boost::asio::post(loop->io(), [this, loop] { WakeLoop(*loop); });
    ready.push_back(subscription);
  }
}

void EmulatorHost::AnnounceAnswered() {
  // While the journal fails nothing is changed that could be waited for.
  const JournalPosition position =
      journal_failed_ ? durable_.position : emulator_.journal_position();
  for (const std::uint64_t waiting : emulator_.TakeAnswered()) held_answers_.Add(position, waiting);
  held_answers_.Release(durable_.position,
                        [this](std::uint64_t waiting) { AnnounceAnswered(waiting); });
}

void EmulatorHost::AnnounceAnswered(std::uint64_t waiting) {
  const auto awaiting = awaiting_loops_.find(waiting);
  if (awaiting == awaiting_loops_.end()) {
    answered_early_.insert(waiting);
    return;
  }
  EventLoop* const loop = awaiting->second;
  awaiting_loops_.erase(awaiting);
  boost::asio::post(loop->io(), [loop, waiting] { loop->Answered({waiting}); });
}

void EmulatorHost::HandOutInvocations() {
  if (!runner_) return;
  for (FunctionInvocation& invocation : emulator_.TakeInvocations()) {
    held_invocations_.Add(emulator_.journal_position(), std::move(invocation));
  }
  held_invocations_.Release(durable_.position, [this](FunctionInvocation invocation) {
    runner_->Run(std::move(invocation));
  });
}

void EmulatorHost::HandOutDeliveries() {
  if (!writer_) return;
  for (ChannelDelivery& delivery : emulator_.TakeDeliveries()) {
    held_deliveries_.Add(emulator_.journal_position(), std::move(delivery));
  }
  held_deliveries_.Release(
      durable_.position, [this](ChannelDelivery delivery) { writer_->Write(std::move(delivery)); });
}

void EmulatorHost::WakeLoop(EventLoop& loop) {
  std::vector<SubscriptionId> ready;
  {
    const std::lock_guard lock(mutex_);
    ready.swap(announced_[&loop]);
  }
  loop.Wake(ready);
}

void EmulatorHost::ArmTimer() {
  const std::optional<Duration> wait = emulator_.NextDeadline();
  if (!wait) return;
  const Duration sleep = std::min(*wait, kLongestSleep);
  const Time due = std::chrono::steady_clock::now() + std::chrono::milliseconds(sleep.milliseconds);
  if (armed_for_ && *armed_for_ <= due) return;
  armed_for_ = due;
  boost::asio::dispatch(timer_loop_.io(), [this, due] { StartTimer(due); });
}

void EmulatorHost::StartTimer(Time due) {
  if (timer_waits_ && timer_.expiry() <= due) return;
  timer_waits_ = true;
  timer_.expires_at(due);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;  // set anew
    timer_waits_ = false;
    Tick();
  });
}

void EmulatorHost::Tick() {
  const std::lock_guard lock(mutex_);
  armed_for_.reset();
  emulator_.Tick();
  Settle();
}

}  // namespace runnel

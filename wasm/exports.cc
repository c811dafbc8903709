#include "wasm/exports.h"

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine/emulator.h"
#include "wasm/journal_bytes.h"

namespace runnel {
namespace {

// The time that the host passed last.
class PassedClock : public Clock {
 public:
  Timestamp Now() override { return now_; }
  void Set(double now) { now_ = {static_cast<std::int64_t>(now)}; }

 private:
  Timestamp now_;
};

// Whatever an outcome points to lives here.
struct OutcomeStore {
  RunnelOutcome outcome;
  std::vector<double> ready;
  std::vector<double> answered;
  std::string headers;
  std::string body;
  JournalBytes journal;
};

std::string& Buffer() {
  static std::string buffer;
  return buffer;
}

OutcomeStore& Store() {
  static OutcomeStore store;
  return store;
}

std::vector<std::string_view> SplitTexts(std::string_view texts) {
  std::vector<std::string_view> split;
  for (std::size_t end = texts.find('\0'); end != texts.npos; end = texts.find('\0')) {
    split.push_back(texts.substr(0, end));
    texts.remove_prefix(end + 1);
  }
  return split;
}

std::string_view BufferPart(std::size_t begin, std::size_t size) {
  return std::string_view(Buffer()).substr(begin, size);
}

Settings SettingsFrom(const std::vector<std::string_view>& texts) {
  Settings settings;
  if (texts.size() > 0) settings.default_account = texts[0];
  if (texts.size() > 1) settings.default_region = texts[1];
  return settings;
}

}  // namespace
}  // namespace runnel

struct RunnelEmulator {
  RunnelEmulator(const runnel::Settings& settings, std::uint64_t seed, bool journaled)
      : emulator(settings, clock, seed, journaled), journaled(journaled) {}

  // Forgets the outcome before, and takes note of the time.
  runnel::OutcomeStore& Enter(double now) {
    runnel::OutcomeStore& store = runnel::Store();
    clock.Set(now);
    store.outcome = {};
    store.ready.clear();
    store.answered.clear();
    store.headers.clear();
    store.body.clear();
    store.journal = runnel::JournalBytes();
    return store;
  }

  const RunnelOutcome* Leave(runnel::OutcomeStore& store) {
    RunnelOutcome& outcome = store.outcome;
    for (const runnel::SubscriptionId id : emulator.TakeReady()) {
      store.ready.push_back(static_cast<double>(id.value));
    }
    for (const std::uint64_t waiting : emulator.TakeAnswered()) {
      store.answered.push_back(static_cast<double>(waiting));
    }
    if (journaled) store.journal.Commit(emulator.TakeJournal().entries);
    const std::optional<runnel::Duration> wait = emulator.NextDeadline();
    outcome.wait =
        wait ? static_cast<double>(wait->milliseconds) : std::numeric_limits<double>::infinity();
    outcome.ready_count = static_cast<std::uint32_t>(store.ready.size());
    outcome.ready = store.ready.data();
    outcome.answered_count = static_cast<std::uint32_t>(store.answered.size());
    outcome.answered = store.answered.data();
    outcome.delivery_waits = emulator.DeliveryWaits() ? 1 : 0;
    outcome.http_call_waits = emulator.HttpCallWaits() ? 1 : 0;
    outcome.headers = store.headers.data();
    outcome.headers_size = store.headers.size();
    outcome.body = store.body.data();
    outcome.body_size = store.body.size();
    outcome.journal = store.journal.committed().data();
    outcome.journal_size = store.journal.committed().size();
    return &outcome;
  }

  // Shows `reply` in the outcome.
  static void Show(runnel::Reply reply, runnel::OutcomeStore& store) {
    store.outcome.status = static_cast<std::uint32_t>(reply.status);
    store.outcome.subscription = static_cast<double>(reply.subscription.value);
    store.outcome.delay = static_cast<double>(reply.delay.milliseconds);
    store.outcome.hang_up = reply.hang_up ? 1 : 0;
    for (const runnel::ReplyHeader& header : reply.headers) {
      store.headers.append(header.name).push_back('\0');
      store.headers.append(header.value).push_back('\0');
    }
    store.body = std::move(reply.body);
  }

  runnel::PassedClock clock;
  runnel::Emulator emulator;
  const bool journaled;
  std::map<std::uint64_t, runnel::Reply> waiting;
};

char* runnel_buffer(std::size_t size) {
  std::string& buffer = runnel::Buffer();
  if (buffer.size() < size) {
    buffer.clear();
    buffer.resize(size);
  }
  return buffer.data();
}

RunnelEmulator* runnel_create(std::uint32_t seed_low, std::uint32_t seed_high,
                              std::size_t texts_size, std::uint32_t journaled) {
  const auto texts = runnel::SplitTexts(runnel::BufferPart(0, texts_size));
  const std::uint64_t seed = std::uint64_t{seed_high} << 32 | seed_low;
  return new RunnelEmulator(runnel::SettingsFrom(texts), seed, journaled != 0);
}

void runnel_destroy(RunnelEmulator* emulator) { delete emulator; }

const RunnelOutcome* runnel_handle(RunnelEmulator* emulator, double now, std::size_t head_size,
                                   std::size_t body_size) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  const auto texts = runnel::SplitTexts(runnel::BufferPart(0, head_size));
  runnel::Request request;
  if (texts.size() > 0) request.method = texts[0];
  if (texts.size() > 1) request.target = texts[1];
  std::vector<runnel::Header> headers;
  for (std::size_t i = 2; i + 1 < texts.size(); i += 2) headers.push_back({texts[i], texts[i + 1]});
  request.headers = headers;
  request.body = runnel::BufferPart(head_size, body_size);

  runnel::Reply reply = emulator->emulator.Handle(request);
  if (reply.waiting == 0) {
    RunnelEmulator::Show(std::move(reply), store);
  } else {
    store.outcome.waiting = static_cast<double>(reply.waiting);
    const std::uint64_t id = reply.waiting;
    emulator->waiting.emplace(id, std::move(reply));
  }
  return emulator->Leave(store);
}

const RunnelOutcome* runnel_finish(RunnelEmulator* emulator, double now, double waiting) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  auto held = emulator->waiting.extract(static_cast<std::uint64_t>(waiting));
  if (held.empty()) return emulator->Leave(store);
  emulator->emulator.Finish(held.mapped());
  RunnelEmulator::Show(std::move(held.mapped()), store);
  return emulator->Leave(store);
}

const RunnelOutcome* runnel_tick(RunnelEmulator* emulator, double now) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  emulator->emulator.Tick();
  return emulator->Leave(store);
}

const RunnelOutcome* runnel_poll(RunnelEmulator* emulator, double now, double subscription) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  const runnel::SubscriptionId id{static_cast<std::uint64_t>(subscription)};
  runnel::SubscriptionOutput output = emulator->emulator.Poll(id);
  output.Encode(store.body);
  store.outcome.ended = output.ended ? 1 : 0;
  store.outcome.more = output.more ? 1 : 0;
  store.outcome.hang_up = output.hang_up ? 1 : 0;
  return emulator->Leave(store);
}

const RunnelOutcome* runnel_unsubscribe(RunnelEmulator* emulator, double now, double subscription) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  emulator->emulator.Unsubscribe({static_cast<std::uint64_t>(subscription)});
  return emulator->Leave(store);
}

const RunnelOutcome* runnel_recover(RunnelEmulator* emulator, double now, std::size_t size) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  runnel::JournalBytes stored(runnel::BufferPart(0, size));
  store.body = emulator->emulator.Recover(stored).failure;
  return emulator->Leave(store);
}

const RunnelOutcome* runnel_checkpoint(RunnelEmulator* emulator, double now) {
  runnel::OutcomeStore& store = emulator->Enter(now);
  store.journal.Commit(emulator->emulator.TakeCheckpoint());
  return emulator->Leave(store);
}

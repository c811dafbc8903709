// The facade of the core: one Emulator is all of Kinesis on one machine, for every account and
// region. Hosts (native server, WebAssembly module, tests) use this header, core/api/request.h,
// core/api/settings.h and core/ports, and nothing beneath.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/channel_delivery.h"
#include "core/api/failure_delivery.h"
#include "core/api/function_invocation.h"
#include "core/api/request.h"
#include "core/api/settings.h"
#include "core/base/time.h"
#include "core/inspect/metrics.h"
#include "core/ports/clock.h"
#include "core/ports/journal.h"
#include "core/ports/record_archive.h"

namespace runnel {

class EmulatorImpl;

// A request between its three phases. Opaque to hosts; move-only.
class Call {
 public:
  class Body;
  explicit Call(std::unique_ptr<Body> body);
  Call(Call&&) noexcept;
  Call& operator=(Call&&) noexcept;
  ~Call();
  Body& body() { return *body_; }
  const Body& body() const { return *body_; }

 private:
  std::unique_ptr<Body> body_;
};

// A call and its answer in words, whatever protocol it came by.
struct CallDescription {
  std::string account;  // the caller's
  std::string region;
  std::string operation;  // "PutRecord", "Lambda.Invoke", "Runnel.Reset"; empty: not recognised
  std::string input;      // a JSON object, "****" for what is secret; empty: it was not to be read
  std::string output;     // a JSON object likewise; empty: there is none
  std::string error_code;
  std::string error_message;
  bool hung_up = false;  // a fault rule kept the answer from the client
};

// What a subscription has to say at one moment. A value: it can be encoded without the lock.
class SubscriptionOutput {
 public:
  class Body;
  SubscriptionOutput();
  explicit SubscriptionOutput(std::unique_ptr<Body> body);
  SubscriptionOutput(SubscriptionOutput&&) noexcept;
  SubscriptionOutput& operator=(SubscriptionOutput&&) noexcept;
  ~SubscriptionOutput();

  // Appends event-stream frames to `out`; may append nothing. Needs no lock.
  // May set `ended`: records that are not in memory could not be read.
  void Encode(std::string& out);
  // No more will come: end the response after the encoded bytes.
  bool ended = false;
  // More is ready now: Poll again when the transport can take it (its buffer is below its bound).
  bool more = false;
  // An injected fault: end the connection, and with it the response, without another byte.
  bool hang_up = false;

 private:
  std::unique_ptr<Body> body_;
};

// What a journal held.
struct RecoveryReport {
  std::string failure;  // why it could not be read, in words; empty: it could
  std::uint64_t changes = 0;
  std::uint64_t records = 0;
  std::uint64_t streams = 0;
  std::uint64_t shards = 0;
  JournalPosition position = 0;  // everything up to it is in the journal
};

// What has happened since the last batch, to be committed as a whole.
struct JournalBatch {
  JournalPosition position = 0;  // what waits for this or an earlier position is durable with it
  std::vector<JournalEntry> entries;
};

// Not thread-safe: a host with several threads holds its one lock around every non-const member.
// Nothing here blocks. The clock is read once on entry to each non-const member that needs it.
class Emulator {
 public:
  // `clock` must outlive the emulator. `seed` drives every random choice (request ids, iterator
  // keys, injected faults): equal seeds, clocks and requests give equal answers byte for byte.
  // `journaled`: what happens is noted down for TakeJournal, which must then be called.
  Emulator(const Settings& settings, Clock& clock, std::uint64_t seed, bool journaled = false);
  ~Emulator();
  Emulator(const Emulator&) = delete;
  Emulator& operator=(const Emulator&) = delete;

  // Answers one request: the three phases below, one after the other.
  Reply Handle(const Request& request);

  // Phase 1: bytes to a checked input. Reads only the settings the emulator was made with, so needs
  // no lock: any thread may call it at any time.
  Call Decode(const Request& request) const;
  // Phase 2: the effect. The only phase that reads or changes state.
  void Run(Call& call);
  // Phase 3: the answer's bytes. Touches no state, so needs no lock.
  static Reply Encode(Call& call);
  // Instead of phase 3, when what the call did could not be made durable: the answer that says so.
  // To be followed by Recover.
  static Reply EncodeJournalFailure(Call& call, std::string_view why);

  // Does everything that is due: stream and consumer transitions, retention, subscription
  // heartbeats and ends. Handle does so too, before and after the request.
  void Tick();
  // How long until Tick has something to do, in the host clock's time; zero: now; nullopt: nothing
  // is pending. May change after any call of a non-const member.
  std::optional<Duration> NextDeadline();

  // Subscriptions that have had something to say since the last call, each named once, in the order
  // in which they became ready. To be called after Run, Handle and Tick.
  std::vector<SubscriptionId> TakeReady();
  // Takes what the subscription has to say, at most about 1 MiB of records. What is not taken stays
  // in the shard. Polling an id that has ended or never existed gives an ended, empty output.
  SubscriptionOutput Poll(SubscriptionId subscription);
  // The client hung up. Unknown ids are ignored.
  void Unsubscribe(SubscriptionId subscription);

  // Invocations of functions that the host is to run, each given once. To be called after Run,
  // Handle, Tick and CompleteInvocation. Those of functions that are answered by calls are not
  // among them.
  std::vector<FunctionInvocation> TakeInvocations();
  // What came of one. Ids that are unknown, or have been reported, are ignored.
  void CompleteInvocation(std::uint64_t id, InvocationOutcome outcome);

  // What channels have to write, if Settings::channel_deliveries says that the host does; each
  // given once. To be called after Run, Handle, Tick and CompleteDelivery, and again after Recover,
  // which gives anew what has not been reported.
  std::vector<ChannelDelivery> TakeDeliveries();
  // What became of one: the objects with `tally` are there, or why they are not, in words.
  void CompleteDelivery(const ChannelDelivery& delivery, const ChannelTally& tally,
                        const std::string& failure);

  // Whether Runnel.TakeDelivery would give one.
  bool DeliveryWaits() const;
  // The same of Runnel.TakeHttpCall.
  bool HttpCallWaits() const;

  // Lines that a function wrote. They are dated now.
  void AppendLog(FunctionLog log);

  // Replies with `waiting` set whose answers are there now, each named once. To be called after
  // Run, Handle, Tick and CompleteInvocation.
  std::vector<std::uint64_t> TakeAnswered();
  // Makes such a reply the answer.
  void Finish(Reply& reply);
  // The client hung up. Unknown ids are ignored.
  void ForgetWaiting(std::uint64_t waiting);

  // What is wrong with the policy of an identity, an empty string when nothing is; for hosts that
  // read identities from somewhere.
  static std::string FindIdentityPolicyFault(const Identity& identity);

  // What a call that ran was and what came of it. Touches no state, so needs no lock. Before
  // phase 3.
  static CallDescription Describe(const Call& call);

  // How long the call took that ran last, for metrics and the activity: the host has the finer
  // clock.
  void NoteDuration(std::uint64_t microseconds);
  // What metrics show. Does not look at the clock.
  MetricsView Metrics() const;

  // Becomes what the journal holds: at the start, and after a commit failed. What is in memory
  // alone is forgotten; open subscriptions end. After a failure the emulator is empty.
  RecoveryReport Recover(Journal& journal);
  // What event source mappings gave up and on-failure destinations are to be told, each given once;
  // again after Recover, if NoteFailureDelivery has not said what became of it.
  std::vector<FailureDelivery> TakeFailures();
  // What became of it, in words, for whoever lists failures.
  void NoteFailureDelivery(std::uint64_t id, std::string delivery);
  // The position up to which the journal must be durable before what the last call gave, a reply or
  // the output of a subscription, may be shown to anybody.
  JournalPosition journal_position() const;
  // From now on at most about `bytes_max` bytes of memory hold records; older ones are read from
  // `archive`, which has what the journal has. To be called before Recover.
  void UseArchive(std::shared_ptr<RecordArchive> archive, std::size_t bytes_max);
  // What is to be committed next. REQUIRES: batches are committed in the order in which they were
  // taken; after a failed one, Recover is called before the next is taken.
  JournalBatch TakeJournal();
  // The batch that was taken last is durable.
  void JournalCommitted();
  // What all changes up to now add up to, to keep a journal short. To be committed after every
  // batch taken so far. REQUIRES: TakeJournal would give no entries.
  JournalCheckpoint TakeCheckpoint();
  // From now on calls that would change what is durable are refused with this text; an empty text
  // ends that. What becomes due happens all the same: after a restart it would become due again.
  void RefuseWrites(std::string why);

  // Creates streams that are ACTIVE at once, for `--initialize-streams`. Returns the refusal's text
  // for a name, region or shard count that CreateStream would refuse, else an empty string.
  std::string CreateInitialStream(const InitialStream& stream);

  // Runs one of the emulator's own operations as part of how it is set up: `input` is its JSON. It
  // is not switched off by Settings::control_operations, and what it makes returns after a Reset.
  // Returns the refusal's text, or an empty string.
  std::string SetUp(std::string_view operation, std::string_view input);

 private:
  std::unique_ptr<EmulatorImpl> impl_;
};

}  // namespace runnel

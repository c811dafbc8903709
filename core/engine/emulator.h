// The facade of the core: one Emulator is all of Kinesis on one machine, for every account and
// region. Hosts (native server, WebAssembly module, tests) use this header, core/api/request.h,
// core/api/settings.h and core/ports, and nothing beneath.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/request.h"
#include "core/api/settings.h"
#include "core/base/time.h"
#include "core/ports/clock.h"

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

 private:
  std::unique_ptr<Body> body_;
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
  void Encode(std::string& out) const;
  // No more will come: end the response after the encoded bytes.
  bool ended = false;
  // More is ready now: Poll again when the transport can take it (its buffer is below its bound).
  bool more = false;

 private:
  std::unique_ptr<Body> body_;
};

// Not thread-safe: a host with several threads holds its one lock around every non-const member.
// Nothing here blocks. The clock is read once on entry to each non-const member that needs it.
class Emulator {
 public:
  // `clock` must outlive the emulator. `seed` drives every random choice (request ids, iterator
  // keys, injected faults): equal seeds, clocks and requests give equal answers byte for byte.
  Emulator(const Settings& settings, Clock& clock, std::uint64_t seed);
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

  // What is wrong with the policy of an identity, an empty string when nothing is; for hosts that
  // read identities from somewhere.
  static std::string FindIdentityPolicyFault(const Identity& identity);

  // Creates streams that are ACTIVE at once, for `--initialize-streams`. Returns the refusal's text
  // for a name, region or shard count that CreateStream would refuse, else an empty string.
  std::string CreateInitialStream(const InitialStream& stream);

 private:
  std::unique_ptr<EmulatorImpl> impl_;
};

}  // namespace runnel

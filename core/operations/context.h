// What an operation is handed, and where it puts what it wants to happen.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/function_invocation.h"
#include "core/api/settings.h"
#include "core/base/prng.h"
#include "core/base/sealed_text.h"
#include "core/base/time.h"
#include "core/inspect/call_notes.h"
#include "core/model/names.h"
#include "core/state/mutation.h"
#include "core/state/state.h"

namespace runnel {

class Activity;
class DeliveryQueue;
class FaultDraws;
class InvocationQueue;
class LogStore;
class SnapshotParts;
class Statistics;

// An invocation that a client has answered.
struct CompletedInvocation {
  std::uint64_t id = 0;
  InvocationOutcome outcome;
};

// An invocation that a call wants.
struct WantedInvocation {
  FunctionInvocation invocation;  // without its ids
  bool dry_run = false;           // it is only asked whether it could be done
  bool by_calls = false;          // clients answer it, no host
  bool call_waits = false;        // for the outcome, and is answered then
  bool with_log = false;          // and wants the end of the log
  // Of those that nobody waits for: how often it is tried again, and how long.
  std::int32_t retries_max = 2;
  Duration age_max = Duration::Hours(6);
};

// What became of a delivery that a client has taken.
struct CompletedDelivery {
  ChannelUid channel;
  std::uint64_t flush = 0;
  std::string failure;
};

// A template that was fetched from its URL.
struct FetchedTemplate {
  std::string body;
  std::string failure;  // why it could not be fetched, in words; empty: it was
};

// What the emulator's own operations change: the engine, not the state.
struct ControlChanges {
  std::optional<Settings> settings;
  std::optional<Timestamp> freeze_at;
  std::optional<Duration> advance_by;
  std::optional<double> scale;
  bool unfreeze = false;
  bool reset = false;
  std::optional<CompletedInvocation> completed_invocation;
  std::optional<CompletedDelivery> completed_delivery;
  bool import = false;  // become what the snapshot that was taken holds
};

// How the emulator's clock runs, for operations that show it.
struct ClockView {
  bool frozen = false;
  double scale = 1.0;  // emulator seconds per host second
  Timestamp host_now;
};

// One call. An operation reads everything here and writes only through Emit, `control` and the
// fields that say so. When it returns an error, what it emitted is dropped.
struct Context {
  const State& state;
  const Settings& settings;
  Scope caller;   // the account and region of the credentials
  Timestamp now;  // the emulator's time, the same throughout the call
  Prng& random;
  SealKey token_key;
  ClockView clock;

  std::vector<Mutation> mutations = {};
  ControlChanges control = {};
  // Set by SubscribeToShard: the answer is an event stream.
  SubscriptionId opened_subscription = {};

  SnapshotParts* snapshots = nullptr;
  InvocationQueue* invocations = nullptr;
  DeliveryQueue* deliveries = nullptr;
  // Null: there are no fault rules.
  FaultDraws* faults = nullptr;
  // The ARN of who calls. Empty unless there are keys that cannot be used, which alone need it.
  std::string caller_arn = {};
  // The emulator itself calls, for a stack or a pipe: what is reserved for AWS is allowed.
  bool is_own = false;
  // Changes that happen even if the operation fails.
  std::vector<Mutation> counted = {};
  // For those who look on; counts whether the operation fails or not.
  CallNotes notes = {};
  // What has been noted before, for operations that show it.
  const Statistics* statistics = nullptr;
  const Activity* activity = nullptr;
  // The logs, which operations on them change at once.
  LogStore* logs = nullptr;
  // Set by Invoke.
  std::optional<WantedInvocation> wanted_invocation = {};
  // Set by FlushChannel: it is answered when the channel's flush has ended.
  std::optional<ChannelUid> awaited_flush = {};

  // Set by operations on stacks that have not read what is at this URL: they are run again once it
  // is there, and answered then. What they return is of no interest.
  std::optional<std::string> wanted_template = {};
  // What was at the URL; null: nobody has asked yet.
  const FetchedTemplate* fetched_template = nullptr;

  void Emit(Mutation mutation) { mutations.push_back(std::move(mutation)); }
};

}  // namespace runnel

// Invocations of functions from when they are wanted until they have ended. Whoever wants one, a
// mapping or a call, is told by a ticket of his own. Nothing here outlives the process.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/operations/invocation_queue.h"
#include "core/state/state.h"

namespace runnel {

// For whom a function is invoked.
enum class Invoker : std::uint8_t {
  kCall,        // of Invoke, which waits for it
  kEvent,       // of Invoke with InvocationType Event
  kMapping,     // an event source mapping
  kTemplate,    // a stack whose template is at a URL
  kConnection,  // a connection that needs a token
};

struct EndedInvocation {
  Invoker invoker = Invoker::kCall;
  std::uint64_t ticket = 0;
  FunctionInvocation invocation;
  InvocationOutcome outcome;
};

class InvocationDesk final : public InvocationQueue {
 public:
  // `invocation` without its id. Those that are answered by calls wait here, the host takes others.
  void Begin(Invoker invoker, std::uint64_t ticket, FunctionInvocation invocation, bool by_calls);

  // What the host is to run, each given once.
  std::vector<FunctionInvocation> TakeForHost();

  std::optional<FunctionInvocation> TakeNext(const Scope& scope,
                                             std::string_view function_name) override;
  std::optional<FunctionInvocation> TakeNextHttp() override;
  // Whether that would give one.
  bool HttpWaits() const;
  std::optional<std::uint64_t> FindTaken(const Scope& scope,
                                         std::string_view request_id) const override;

  // Nullopt: there is no such invocation, or it has ended.
  std::optional<EndedInvocation> Complete(std::uint64_t id, InvocationOutcome outcome);

  // Nobody waits for it any more: what has not been taken yet is not given to anybody. Of the
  // latest that were taken it can still be reported what came of them.
  void Withdraw(Invoker invoker, std::uint64_t ticket);
  // The ids of those that a call was to take, and whose function is gone.
  std::vector<std::uint64_t> WithoutFunction(const State& state) const;

  // Forgets everything. What is reported of it later is of no interest.
  void Clear();

 private:
  enum class Stage : std::uint8_t { kForHost, kForCalls, kTaken };
  struct Open {
    Invoker invoker;
    std::uint64_t ticket;
    Stage stage;
    FunctionInvocation invocation;
  };

  // What is taken, and with it the payload, which is not kept.
  static FunctionInvocation Give(Open& open);
  static bool IsHttpForCalls(const std::pair<const std::uint64_t, Open>& entry) {
    return entry.second.stage == Stage::kForCalls && entry.second.invocation.http;
  }

  std::map<std::uint64_t, Open> open_;   // by id, which is the order in which they were wanted
  std::vector<std::uint64_t> for_host_;  // those at that stage, and some that have ended
  std::deque<std::uint64_t> withdrawn_;  // taken ones, and some that have ended
  std::uint64_t last_id_ = 0;
};

}  // namespace runnel

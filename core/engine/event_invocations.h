// Invocations that nobody waits for, from when they are wanted until they have succeeded or are
// given up.
// Source: integrations 4.5.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/engine/invocation_desk.h"
#include "core/operations/context.h"

namespace runnel {

class EventInvocations {
 public:
  // Gives the ticket under which it is begun.
  std::uint64_t Open(const WantedInvocation& wanted, Timestamp now);
  // It has ended, once: it may have to be tried again.
  void End(const EndedInvocation& ended, Timestamp now);

  std::optional<Timestamp> NextDue() const;
  struct Due {
    std::uint64_t ticket;
    FunctionInvocation invocation;
    bool by_calls;
  };
  // Those whose time to be tried again has come.
  std::vector<Due> TakeDue(Timestamp now);
  void Clear() {
    open_.clear();
    by_due_.clear();
  }

 private:
  struct Entry {
    WantedInvocation wanted;
    Timestamp since;
    std::int32_t retries = 0;
  };
  std::map<std::uint64_t, Entry> open_;
  // Those that are not under way, with their tickets.
  std::set<std::pair<Timestamp, std::uint64_t>> by_due_;
  std::uint64_t last_ticket_ = 0;
};

}  // namespace runnel

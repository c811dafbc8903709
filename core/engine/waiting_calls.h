// Calls of Invoke that wait for what a function gives, of Runnel.FlushChannel, and those of stacks
// that wait for their template.
// Source: integrations 4.5.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/api/request.h"
#include "core/base/result.h"
#include "core/engine/front_door.h"
#include "core/engine/invocation_desk.h"

namespace runnel {

class WaitingCalls {
 public:
  // Gives the ticket of a call; never zero.
  std::uint64_t Open(bool with_log);
  // The same for a call whose answer is there already, unless the flush fails; and for one that
  // EndWith answers.
  std::uint64_t OpenFlush(Codec codec);
  void EndFlush(std::uint64_t ticket, const Result<void>& result);
  // The call's answer is another one altogether.
  void EndWith(std::uint64_t ticket, Reply answer);
  // Tickets that nobody has, or who had it is gone, are ignored.
  void End(std::uint64_t ticket, EndedInvocation ended);
  // Ends all that are open. What EndWith has answered and nobody has been shown is forgotten with
  // what it changed.
  void EndAll(std::string_view why);
  // Those that have ended since the last call, each named once.
  std::vector<std::uint64_t> TakeAnswered();
  // Makes a reply that waits the answer. REQUIRES: TakeAnswered has named it.
  void Finish(Reply& reply);
  void Forget(std::uint64_t ticket) { calls_.erase(ticket); }

 private:
  struct Waiting {
    bool with_log = false;
    std::optional<EndedInvocation> ended;
    std::optional<Codec> flush_codec;
    Result<void> flushed;
    std::optional<Reply> answer;
  };
  std::map<std::uint64_t, Waiting> calls_;
  std::vector<std::uint64_t> answered_;
  std::uint64_t last_ticket_ = 0;
};

}  // namespace runnel

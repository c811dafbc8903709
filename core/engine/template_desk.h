// Calls about stacks whose templates are at URLs, from when they are made until the templates are
// there and the calls can run. Nothing here outlives the process.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "core/engine/front_door.h"
#include "core/model/names.h"

namespace runnel {

struct AwaitingCall {
  DecodedRequest decoded;  // what it takes to run it and to encode its answer
  ReplyIds ids{};
  Scope caller;
};

class TemplateDesk {
 public:
  // Keeps the call for Take. `decoded` is left as it was, to be answered.
  void Keep(std::uint64_t ticket, const DecodedRequest& decoded, const ReplyIds& ids,
            const Scope& caller);
  // Nullopt: nobody waits for it any more.
  std::optional<AwaitingCall> Take(std::uint64_t ticket);
  void Clear() { calls_.clear(); }

 private:
  std::map<std::uint64_t, AwaitingCall> calls_;
};

// What was at the URL, as operations are told it.
FetchedTemplate FetchedFrom(const InvocationOutcome& outcome);

}  // namespace runnel

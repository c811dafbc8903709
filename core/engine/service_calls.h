// Calls that the emulator makes itself, as clients do: for the resources of stacks and the targets
// of pipes.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/operations/context.h"
#include "core/state/mutation.h"

namespace runnel {

class ServiceCalls {
 public:
  using MakeContext = std::function<Context(const Scope& caller)>;
  // Whether what a call wants may happen (room.h).
  using Check = std::function<Result<void>(const Context& context)>;
  using Commit = std::function<void(const std::vector<Mutation>& changes)>;

  // Sees what became of every call that ran.
  using Note = std::function<void(const Context& context, const Result<void>& result)>;

  ServiceCalls(MakeContext make_context, Check check, Commit commit, Note note)
      : make_context_(std::move(make_context)),
        check_(std::move(check)),
        commit_(std::move(commit)),
        note_(std::move(note)) {}

  // An operation of Kinesis, Lambda, Pipes or CloudWatch Logs by its name; "lambda:TagResource" and
  // "pipes:TagResource" where others have one of that name. What it changes has happened on return.
  Result<boost::json::object> Call(const Scope& caller, std::string_view operation,
                                   const boost::json::object& input) const;

 private:
  const MakeContext make_context_;
  const Check check_;
  const Commit commit_;
  const Note note_;
};

}  // namespace runnel

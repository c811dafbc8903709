// Lets stacks go on: runs the operations that their resources call, one after the other, as if
// clients had called them.
#pragma once

#include <string>
#include <string_view>

#include "core/base/prng.h"
#include "core/engine/service_calls.h"
#include "core/integrations/cloudformation/resource_type.h"
#include "core/state/state.h"

namespace runnel {

class StackHost final : public cloudformation::ResourceServices {
 public:
  StackHost(const State& state, Prng& random, const ServiceCalls& calls,
            ServiceCalls::Commit commit)
      : state_(state), random_(random), calls_(calls), commit_(std::move(commit)) {}

  // The step of the stack that is due at `now`.
  void Advance(StackUid uid, Timestamp now);

  Result<boost::json::object> Call(std::string_view operation,
                                   const boost::json::object& input) override {
    return calls_.Call(scope_, operation, input);
  }
  std::string RandomSuffix() override;
  std::string RandomUuid() override;

 private:
  const State& state_;
  Prng& random_;
  const ServiceCalls& calls_;
  const ServiceCalls::Commit commit_;
  Scope scope_;  // of the stack
};

}  // namespace runnel

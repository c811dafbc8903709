// Where the inspector looks, and through which it changes things: by calls that any client could
// make.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "inspector-ui/outgoing_call.h"
#include "inspector-ui/view_models/world.h"

namespace runnel {

struct CallAnswer {
  boost::json::object output;
  std::string refusal;  // empty: it succeeded
};

// Used by the thread that draws.
class SnapshotSource {
 public:
  using Done = std::function<void(const CallAnswer& answer)>;

  virtual ~SnapshotSource() = default;

  // Never null. The same one as long as nothing has changed.
  virtual std::shared_ptr<const World> Latest() = 0;
  // By the emulator's clock, at the last look: it passes while the world stays the same.
  virtual std::int64_t NowMillis() = 0;
  // `done` is called by a later RunDone.
  virtual void Call(OutgoingCall call, Done done) = 0;
  // Whom all calls that follow are made as.
  virtual void CallAs(Caller caller) = 0;
  // Calls back for calls that have been answered.
  virtual void RunDone() = 0;
};

}  // namespace runnel

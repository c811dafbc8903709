// How the operations that change a stream's settings start the change.
// Source: kinesis-api 10.1.
#pragma once

#include "core/operations/context.h"

namespace runnel {

// The stream becomes UPDATING; `change` takes effect when it is ACTIVE again.
// REQUIRES: the stream is ACTIVE.
inline void StartChange(Context& context, const Stream& stream, StreamSettingsChange change) {
  context.Emit(StreamChangeStarted{stream.uid, std::move(change),
                                   context.now + context.settings.update_stream_delay});
}

}  // namespace runnel

// What can be changed about a stream.
#pragma once

#include "inspector-ui/inspector.h"

namespace runnel {

// A button, and the form that it opens.
void DrawStreamChanges(Inspector& inspector, const StreamView& stream);

}  // namespace runnel

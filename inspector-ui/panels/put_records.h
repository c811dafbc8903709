// Putting records: one, or many at a rate.
#pragma once

#include "inspector-ui/inspector.h"

namespace runnel {

void DrawPutRecords(Inspector& inspector, const StreamView& stream);

}  // namespace runnel

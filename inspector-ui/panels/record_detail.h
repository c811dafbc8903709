// One record, and what is inside its data.
#pragma once

#include "inspector-ui/inspector.h"

namespace runnel {

void DrawRecordDetail(Inspector& inspector, const StreamView& stream);

}  // namespace runnel

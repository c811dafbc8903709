// What is to be seen, in a line of text: for the title of a window, and for those who cannot see
// a canvas.
#pragma once

#include <string>

#include "inspector-ui/view_models/world.h"

namespace runnel {

// "orders: 3 open shards, 1 closed, 12 records, 2 throttled; faults: throttle struck 2 of 5".
// `stream`: the chosen one; null: there is none.
std::string SummaryOf(const World& world, const StreamView* stream);

}  // namespace runnel

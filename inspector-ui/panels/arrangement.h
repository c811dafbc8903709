// Which panels there are, where they are at first, and how one gets from one to the other.
#pragma once

#include <string_view>

#include "inspector-ui/inspector.h"

namespace runnel {

// All that are not hidden. They keep their share of the window when its size changes. The keys 1 to
// 6 choose a panel unless one writes.
void DrawPanels(Inspector& inspector);

// The bits of Preferences::hidden that leave but these: "Shards,Records". What is no title is
// passed over; if none is, all are shown.
unsigned HiddenBut(std::string_view titles);

// The items of a menu: which panels to show, and all of them as at first.
void DrawPanelsMenu(Inspector& inspector);

}  // namespace runnel

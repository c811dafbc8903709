// What is kept of the preferences, beside where the panels are.
#pragma once

#include "inspector-ui/inspector.h"

namespace runnel {

// To be called once, after the context of Dear ImGui was made and before its settings are read.
// `preferences` must outlive the context.
void KeepPreferences(Preferences& preferences);

}  // namespace runnel

// The windows of the inspector, one file each. Each draws itself within a frame of Dear ImGui.
#pragma once

#include "inspector-ui/inspector.h"

namespace runnel {

void DrawOverviewPanel(Inspector& inspector);
void DrawShardsPanel(Inspector& inspector);
void DrawRecordsPanel(Inspector& inspector);
void DrawConsumersPanel(Inspector& inspector);
void DrawFaultsAndTimePanel(Inspector& inspector);
void DrawActivityPanel(Inspector& inspector);

// All of them, arranged at first, and the line at the bottom.
void DrawInspector(Inspector& inspector);

}  // namespace runnel

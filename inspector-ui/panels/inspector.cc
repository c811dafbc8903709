#include <imgui.h>

#include "inspector-ui/panels/panels.h"

namespace runnel {
namespace {

struct Placed {
  void (*draw)(Inspector& inspector);
  // Shares of the window: where a panel is at first.
  float left;
  float top;
  float width;
  float height;
};

constexpr Placed kPanels[] = {
    {DrawOverviewPanel, 0, 0, 0.62F, 0.26F},
    {DrawShardsPanel, 0, 0.26F, 0.31F, 0.71F},
    {DrawRecordsPanel, 0.31F, 0.26F, 0.31F, 0.71F},
    {DrawFaultsAndTimePanel, 0.62F, 0, 0.38F, 0.26F},
    {DrawConsumersPanel, 0.62F, 0.26F, 0.38F, 0.27F},
    {DrawActivityPanel, 0.62F, 0.53F, 0.38F, 0.44F},
};

void DrawStatusLine(const Inspector& inspector, const ImGuiViewport& viewport) {
  const float height = ImGui::GetFrameHeight();
  ImGui::SetNextWindowPos(
      ImVec2(viewport.WorkPos.x, viewport.WorkPos.y + viewport.WorkSize.y - height));
  ImGui::SetNextWindowSize(ImVec2(viewport.WorkSize.x, height));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8, 2));
  ImGui::Begin("status", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBringToFrontOnFocus);
  if (!inspector.world->trouble.empty()) {
    ImGui::TextColored(ImVec4(1, 0.5F, 0.4F, 1), "%s; trying again",
                       inspector.world->trouble.c_str());
  } else {
    ImGui::TextUnformatted(inspector.notice.empty() ? "looking" : inspector.notice.c_str());
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

}  // namespace

void DrawInspector(Inspector& inspector) {
  inspector.Update();
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  for (const Placed& panel : kPanels) {
    ImGui::SetNextWindowPos(ImVec2(viewport.WorkPos.x + viewport.WorkSize.x * panel.left,
                                   viewport.WorkPos.y + viewport.WorkSize.y * panel.top),
                            ImGuiCond_FirstUseEver);
    ImGui::SetNextWindowSize(
        ImVec2(viewport.WorkSize.x * panel.width, viewport.WorkSize.y * panel.height),
        ImGuiCond_FirstUseEver);
    panel.draw(inspector);
  }
  DrawStatusLine(inspector, viewport);
}

}  // namespace runnel

#include "inspector-ui/panels/arrangement.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <iterator>
#include <string>

#include "inspector-ui/panels/panels.h"

namespace runnel {
namespace {

struct Placed {
  const char* title;
  void (*draw)(Inspector& inspector);
  // Shares of the window: where a panel is at first.
  float left;
  float top;
  float width;
  float height;
};

constexpr Placed kPanels[] = {
    {"Overview", DrawOverviewPanel, 0, 0, 0.62F, 0.26F},
    {"Shards", DrawShardsPanel, 0, 0.26F, 0.31F, 0.74F},
    {"Records", DrawRecordsPanel, 0.31F, 0.26F, 0.31F, 0.74F},
    {"Consumers", DrawConsumersPanel, 0.62F, 0.3F, 0.38F, 0.27F},
    {"Faults and time", DrawFaultsAndTimePanel, 0.62F, 0, 0.38F, 0.3F},
    {"Activity", DrawActivityPanel, 0.62F, 0.57F, 0.38F, 0.43F},
};

struct Area {
  ImVec2 place;
  ImVec2 size;
};

// Between the menu and the status line.
Area PanelArea() {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  return {viewport.WorkPos,
          ImVec2(viewport.WorkSize.x, viewport.WorkSize.y - ImGui::GetFrameHeight())};
}

// Panels that a person has placed go with the window that they are in.
void FollowWindow(Preferences& preferences, const Area& area) {
  const bool other = preferences.width != area.size.x || preferences.height != area.size.y;
  if (!other || area.size.x < 100 || area.size.y < 100) return;
  if (preferences.width > 0 && preferences.height > 0) {
    const float across = area.size.x / preferences.width;
    const float down = area.size.y / preferences.height;
    for (const Placed& panel : kPanels) {
      ImGuiWindow* const window = ImGui::FindWindowByName(panel.title);
      if (window == nullptr) continue;
      ImGui::SetWindowPos(window, ImVec2(area.place.x + (window->Pos.x - area.place.x) * across,
                                         area.place.y + (window->Pos.y - area.place.y) * down));
      ImGui::SetWindowSize(window, ImVec2(window->SizeFull.x * across, window->SizeFull.y * down));
    }
  }
  preferences.width = area.size.x;
  preferences.height = area.size.y;
  ImGui::MarkIniSettingsDirty();
}

void ChooseByKey(Inspector& inspector) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  for (const ImWchar letter : io.InputQueueCharacters) {
    const int number = static_cast<int>(letter) - '1';
    if (number < 0 || number >= static_cast<int>(std::size(kPanels))) continue;
    inspector.preferences.hidden &= ~(1U << static_cast<unsigned>(number));
    ImGui::SetWindowFocus(kPanels[number].title);
  }
}

}  // namespace

void DrawPanels(Inspector& inspector) {
  // The menu takes its room only after it has been drawn once.
  if (ImGui::GetFrameCount() < 2) return;
  const Area area = PanelArea();
  ChooseByKey(inspector);
  const ImGuiCond when = inspector.arrange ? ImGuiCond_Always : ImGuiCond_FirstUseEver;
  for (std::size_t i = 0; i < std::size(kPanels); ++i) {
    if ((inspector.preferences.hidden >> i & 1U) != 0) continue;
    const Placed& panel = kPanels[i];
    ImGui::SetNextWindowPos(
        ImVec2(area.place.x + area.size.x * panel.left, area.place.y + area.size.y * panel.top),
        when);
    ImGui::SetNextWindowSize(ImVec2(area.size.x * panel.width, area.size.y * panel.height), when);
    panel.draw(inspector);
  }
  inspector.arrange = false;
  FollowWindow(inspector.preferences, area);
}

void DrawPanelsMenu(Inspector& inspector) {
  for (std::size_t i = 0; i < std::size(kPanels); ++i) {
    const unsigned bit = 1U << i;
    const bool shown = (inspector.preferences.hidden & bit) == 0;
    if (ImGui::MenuItem(kPanels[i].title, std::to_string(i + 1).c_str(), shown)) {
      inspector.preferences.hidden ^= bit;
      ImGui::MarkIniSettingsDirty();
    }
  }
  ImGui::Separator();
  if (ImGui::MenuItem("As at first")) {
    inspector.preferences.hidden = 0;
    inspector.arrange = true;
  }
}

}  // namespace runnel

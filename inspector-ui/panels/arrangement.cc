#include "inspector-ui/panels/arrangement.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
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

struct Share {
  float left = 0;
  float top = 0;
  float width = 1;
  float height = 1;
};

bool IsShown(const Preferences& preferences, std::size_t panel) {
  return (preferences.hidden >> panel & 1U) == 0;
}

// Where a panel is at first: as it was thought out if all are shown and there is room, else all
// that are shown beside and below one another.
Share PlaceAtFirst(const Preferences& preferences, std::size_t panel, const Area& area) {
  constexpr float kLettersOfRoom = 60;
  const bool room = area.size.x > kLettersOfRoom * ImGui::GetFontSize();
  const Placed& placed = kPanels[panel];
  if (preferences.hidden == 0 && room) {
    return {placed.left, placed.top, placed.width, placed.height};
  }
  int shown = 0;
  int before = 0;
  for (std::size_t i = 0; i < std::size(kPanels); ++i) {
    if (!IsShown(preferences, i)) continue;
    ++shown;
    if (i < panel) ++before;
  }
  const float shape = area.size.x / std::max(area.size.y, 1.0F);
  const auto wanted = std::lround(std::sqrt(static_cast<float>(shown) * shape));
  const int columns = std::clamp(static_cast<int>(wanted), 1, std::max(shown, 1));
  const int rows = (shown + columns - 1) / columns;
  const int row = before / columns;
  // The last row may have fewer, which are the wider.
  const int in_row = row + 1 < rows ? columns : shown - row * columns;
  const float width = 1 / static_cast<float>(std::max(in_row, 1));
  const float height = 1 / static_cast<float>(std::max(rows, 1));
  return {static_cast<float>(before % columns) * width, static_cast<float>(row) * height, width,
          height};
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
  // Before they are drawn: what is out of sight would be moved into it.
  FollowWindow(inspector.preferences, area);
  const ImGuiCond when = inspector.arrange ? ImGuiCond_Always : ImGuiCond_FirstUseEver;
  for (std::size_t i = 0; i < std::size(kPanels); ++i) {
    if (!IsShown(inspector.preferences, i)) continue;
    const Share share = PlaceAtFirst(inspector.preferences, i, area);
    ImGui::SetNextWindowPos(
        ImVec2(area.place.x + area.size.x * share.left, area.place.y + area.size.y * share.top),
        when);
    ImGui::SetNextWindowSize(ImVec2(area.size.x * share.width, area.size.y * share.height), when);
    kPanels[i].draw(inspector);
  }
  inspector.arrange = false;
}

unsigned HiddenBut(std::string_view titles) {
  unsigned hidden = 0;
  for (std::size_t i = 0; i < std::size(kPanels); ++i) {
    const std::string listed = "," + std::string(titles) + ",";
    const std::string title = std::string(",") + kPanels[i].title + ",";
    if (listed.find(title) == std::string::npos) hidden |= 1U << i;
  }
  constexpr unsigned kAll = (1U << std::size(kPanels)) - 1;
  return hidden == kAll ? 0 : hidden;
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

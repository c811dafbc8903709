// The tables of all panels: how they look and behave.
#pragma once

#include <imgui.h>

#include <initializer_list>

namespace runnel {

struct Column {
  const char* title;
  float width;  // at first, in letters of the font's height
};

// False: it is out of sight. Else rows are to be drawn, and ImGui::EndTable called.
inline bool BeginTable(const char* name, std::initializer_list<Column> columns, float height = 0) {
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable |
                                     ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                     ImGuiTableFlags_SizingFixedFit;
  if (!ImGui::BeginTable(name, static_cast<int>(columns.size()), kFlags, ImVec2(0, height))) {
    return false;
  }
  ImGui::TableSetupScrollFreeze(0, 1);
  for (const Column& column : columns) {
    ImGui::TableSetupColumn(column.title, ImGuiTableColumnFlags_WidthFixed,
                            column.width * ImGui::GetFontSize());
  }
  ImGui::TableHeadersRow();
  return true;
}

}  // namespace runnel

#include "inspector-ui/panels/theme.h"

#include <initializer_list>

namespace runnel {
namespace {

ImVec4 Rgb(unsigned rgb, float alpha = 1) {
  return {static_cast<float>(rgb >> 16 & 255U) / 255, static_cast<float>(rgb >> 8 & 255U) / 255,
          static_cast<float>(rgb & 255U) / 255, alpha};
}

struct Palette {
  unsigned ground, panel, title, title_active, field, field_hovered, border, text, faint, accent,
      accent_hovered, row;
};
constexpr Palette kDark = {0x14161a, 0x1b1e24, 0x16191e, 0x233044, 0x2a2f38, 0x353c48,
                           0x313741, 0xdfe3ea, 0x8b93a1, 0x2f6db5, 0x3b82d6, 0x21252c};
constexpr Palette kLight = {0xdfe3e8, 0xf7f8fa, 0xe9ecf0, 0xcfdff2, 0xe3e7ed, 0xd5dbe4,
                            0xc3c9d2, 0x1c2128, 0x69717d, 0x8bb8ee, 0x6ea6e8, 0xeef1f5};

}  // namespace

void UseTheme(bool light) {
  if (light) {
    ImGui::StyleColorsLight();
  } else {
    ImGui::StyleColorsDark();
  }
  const Palette& palette = light ? kLight : kDark;
  ImVec4* const colours = ImGui::GetStyle().Colors;
  const auto set = [&](unsigned rgb, std::initializer_list<int> which) {
    for (const int colour : which) colours[colour] = Rgb(rgb);
  };
  set(palette.text, {ImGuiCol_Text});
  set(palette.faint, {ImGuiCol_TextDisabled});
  set(palette.panel, {ImGuiCol_WindowBg, ImGuiCol_PopupBg});
  set(palette.title, {ImGuiCol_TitleBg, ImGuiCol_TitleBgCollapsed, ImGuiCol_MenuBarBg,
                      ImGuiCol_TableHeaderBg, ImGuiCol_ScrollbarBg, ImGuiCol_Tab});
  set(palette.title_active, {ImGuiCol_TitleBgActive, ImGuiCol_Header, ImGuiCol_TabActive});
  set(palette.field, {ImGuiCol_FrameBg, ImGuiCol_ScrollbarGrab});
  set(palette.field_hovered, {ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive,
                              ImGuiCol_HeaderHovered, ImGuiCol_TabHovered});
  set(palette.border, {ImGuiCol_Border, ImGuiCol_Separator, ImGuiCol_TableBorderLight,
                       ImGuiCol_TableBorderStrong, ImGuiCol_ResizeGrip});
  set(palette.accent,
      {ImGuiCol_Button, ImGuiCol_SliderGrab, ImGuiCol_PlotHistogram, ImGuiCol_HeaderActive});
  set(palette.accent_hovered,
      {ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive, ImGuiCol_CheckMark, ImGuiCol_SliderGrabActive,
       ImGuiCol_PlotLines, ImGuiCol_NavHighlight, ImGuiCol_PlotHistogramHovered});
  colours[ImGuiCol_TableRowBg] = Rgb(palette.panel, 0);
  set(palette.row, {ImGuiCol_TableRowBgAlt});
  ImGuiStyle& style = ImGui::GetStyle();
  style.FrameRounding = style.GrabRounding = style.TabRounding = style.PopupRounding = 3;
  style.WindowRounding = 0;
  ImGui::GetBackgroundDrawList()->AddRectFilled(ImVec2(0, 0), ImGui::GetIO().DisplaySize,
                                                ImGui::GetColorU32(Rgb(palette.ground)));
}

}  // namespace runnel

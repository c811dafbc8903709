// How the tables of all panels look and behave.
#pragma once

#include <imgui.h>

namespace runnel {

inline constexpr ImGuiTableFlags kTableFlags = ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable |
                                               ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                               ImGuiTableFlags_SizingFixedFit;

}  // namespace runnel

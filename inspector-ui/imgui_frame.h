// What a window of the desktop and a canvas of a page have in common: Dear ImGui with its font, and
// a frame drawn by OpenGL.
#pragma once

#include <functional>
#include <string>

namespace runnel {

// After something happened a few frames are drawn, for what takes a moment: hovering, scrolling.
inline constexpr int kFramesAfterEvent = 3;

// Makes the context of Dear ImGui. `settings_file`: where it keeps how the panels are arranged;
// empty: nowhere. `set_up` is called before settings are read.
void BeginImGui(const std::string& settings_file, const std::function<void()>& set_up);

// How many pixels of the screen are one of what is drawn. May be called at any time but within a
// frame.
void UseScale(float scale);

// Draws a frame of so many pixels into the current context of OpenGL.
void DrawImGuiFrame(int width, int height, const std::function<void()>& draw);

}  // namespace runnel

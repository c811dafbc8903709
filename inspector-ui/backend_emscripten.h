// A canvas of a page. The page's script says when to draw, and what a person does to the canvas.
#pragma once

#include <functional>
#include <string_view>

namespace runnel {

// Pixels are those of the canvas. `scale`: how many of them are one of the page's. `settings`: how
// the panels were arranged, as it was kept before, or empty. `set_up` is called once there is a
// context of Dear ImGui, before its settings are read. False: there is no WebGL 2.
bool OpenCanvas(int width, int height, float scale, const char* settings,
                const std::function<void()>& set_up);
void ResizeCanvas(int width, int height, float scale);
void DrawCanvas(const std::function<void()>& draw);
void CloseCanvas();

// Coordinates below zero: the mouse is not over the canvas.
void MoveMouse(float x, float y);
// By ImGuiMouseButton.
void PressMouse(int button, bool down);
// In lines.
void TurnWheel(float across, float down);
struct KeyModifiers {
  bool control = false;
  bool shift = false;
  bool alt = false;
};
// `key` as the page's events name it: "ArrowLeft", "a". What means nothing is ignored.
void PressKey(std::string_view key, bool down, KeyModifiers modifiers);
// All keys and buttons are let go.
void ReleaseAll();
// What was written or pasted.
void WriteText(const char* text);

}  // namespace runnel

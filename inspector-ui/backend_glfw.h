// A window of the desktop.
#pragma once

#include <functional>
#include <string>

namespace runnel {

// How the panels are arranged is kept in `settings_file`; empty: nowhere. Opens a window, calls
// `set_up` once there is a context of Dear ImGui, before its settings are read, and calls `draw`
// for each frame until it is closed; it gives the window's title. Draws only when something has
// happened: a key, the mouse, or WakeWindow. False: there is no display to open a window on.
bool RunWindow(const std::string& settings_file, const std::function<void()>& set_up,
               const std::function<std::string()>& draw);

// There is something new to draw. From any thread.
void WakeWindow();

}  // namespace runnel

// A canvas of a page. The page's script says when to draw.
#pragma once

#include <functional>

namespace runnel {

// `settings`: how the panels were arranged, as it was kept before, or empty. `scale`: how many
// pixels of the canvas are one of the page's.
// `set_up` is called once there is a context of Dear ImGui, before its settings are read.
void OpenCanvas(int width, int height, float scale, const char* settings,
                const std::function<void()>& set_up);
void ResizeCanvas(int width, int height);
void DrawCanvas(const std::function<void()>& draw);
void PasteText(const char* text);

}  // namespace runnel

#include "inspector-ui/backend_emscripten.h"

#include <backends/imgui_impl_opengl3.h>
#include <emscripten.h>
#include <imgui.h>

#include <array>
#include <cfloat>
#include <iterator>
#include <utility>

#include "inspector-ui/imgui_frame.h"

// What the page's script does for the module, and the canvas that it is given: see
// page/inspector.mjs.
EM_JS(void, RunnelSave, (const char* settings), { Module.runnel.save(UTF8ToString(settings)); });
EM_JS(void, RunnelCopy, (const char* text), { Module.runnel.copy(UTF8ToString(text)); });
EM_JS(void, RunnelCursor, (int cursor), { Module.runnel.cursor(cursor); });
EM_JS(int, RunnelOpenWebGl, (), {
  const handle = GL.createContext(Module.canvas, {
    majorVersion : 2,
    minorVersion : 0,
    alpha : false,
    antialias : false,
    depth : false,
    enableExtensionsByDefault : true
  });
  return handle && GL.makeContextCurrent(handle) ? 1 : 0;
});

namespace runnel {
namespace {

constexpr std::pair<std::string_view, ImGuiKey> kKeys[] = {
    {"Tab", ImGuiKey_Tab},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"Home", ImGuiKey_Home},
    {"PageDown", ImGuiKey_PageDown},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {" ", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},
    {"a", ImGuiKey_A},
    {"c", ImGuiKey_C},
    {"v", ImGuiKey_V},
    {"x", ImGuiKey_X},
    {"y", ImGuiKey_Y},
    {"z", ImGuiKey_Z},
};
constexpr std::size_t kButtons = 3;

ImGuiMouseCursor cursor_shown = ImGuiMouseCursor_Arrow;
double drawn_at = 0;
// What went down and up again between two frames was down in one all the same.
std::array<bool, kButtons> button_down;
std::array<bool, kButtons> button_was_down;
std::array<bool, ImGuiKey_COUNT> key_down;
std::array<bool, ImGuiKey_COUNT> key_was_down;

template <std::size_t N>
void TakeDown(std::array<bool, N>& down, std::array<bool, N>& was_down, bool* into) {
  for (std::size_t i = 0; i < N; ++i) into[i] = down[i] || was_down[i];
  was_down = {};
}

}  // namespace

bool OpenCanvas(int width, int height, float scale, const char* settings,
                const std::function<void()>& set_up) {
  if (RunnelOpenWebGl() == 0) return false;
  BeginImGui({}, set_up);
  ImGuiIO& io = ImGui::GetIO();
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
  // A page learns what is in the clipboard only when the person pastes: see WriteText.
  io.SetClipboardTextFn = [](void*, const char* text) { RunnelCopy(text); };
  io.GetClipboardTextFn = [](void*) { return ""; };
  UseScale(scale);
  ResizeCanvas(width, height, scale);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  ImGui::LoadIniSettingsFromMemory(settings);
  MoveMouse(-1, -1);
  return true;
}

void ResizeCanvas(int width, int height, float scale) {
  static float scale_used = scale;
  ImGui::GetIO().DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
  if (scale != scale_used) UseScale(scale);
  scale_used = scale;
}

void DrawCanvas(const std::function<void()>& draw) {
  ImGuiIO& io = ImGui::GetIO();
  constexpr double kMillisPerSecond = 1000;
  const double now = emscripten_get_now();
  io.DeltaTime = static_cast<float>(now > drawn_at ? (now - drawn_at) / kMillisPerSecond : 0.001);
  drawn_at = now;
  TakeDown(button_down, button_was_down, io.MouseDown);
  TakeDown(key_down, key_was_down, io.KeysDown);
  DrawImGuiFrame(static_cast<int>(io.DisplaySize.x), static_cast<int>(io.DisplaySize.y), draw);
  if (io.WantSaveIniSettings) {
    RunnelSave(ImGui::SaveIniSettingsToMemory());
    io.WantSaveIniSettings = false;
  }
  if (ImGui::GetMouseCursor() != cursor_shown) RunnelCursor(cursor_shown = ImGui::GetMouseCursor());
}

void CloseCanvas() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void MoveMouse(float x, float y) {
  ImGui::GetIO().MousePos = x < 0 || y < 0 ? ImVec2(-FLT_MAX, -FLT_MAX) : ImVec2(x, y);
}

void PressMouse(int button, bool down) {
  const auto index = static_cast<std::size_t>(button);
  if (index >= kButtons) return;
  button_down[index] = down;
  button_was_down[index] |= down;
}

void TurnWheel(float across, float down) {
  ImGui::GetIO().MouseWheelH -= across;
  ImGui::GetIO().MouseWheel -= down;
}

void PressKey(std::string_view key, bool down, KeyModifiers modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeyCtrl = modifiers.control;
  io.KeyShift = modifiers.shift;
  io.KeyAlt = modifiers.alt;
  for (const auto& [name, which] : kKeys) {
    if (name != key) continue;
    const auto index = static_cast<std::size_t>(which);
    key_down[index] = down;
    key_was_down[index] |= down;
  }
}

void ReleaseAll() {
  button_down = {};
  key_down = {};
  ImGuiIO& io = ImGui::GetIO();
  io.KeyCtrl = io.KeyShift = io.KeyAlt = false;
}

void WriteText(const char* text) { ImGui::GetIO().AddInputCharactersUTF8(text); }

}  // namespace runnel

#include "inspector-ui/backend_emscripten.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <emscripten.h>
#include <imgui.h>

#include "inspector-ui/font.h"

EM_JS(void, RunnelSave, (const char* settings), { Module.runnel.save(UTF8ToString(settings)); });
EM_JS(void, RunnelCopy, (const char* text), { Module.runnel.copy(UTF8ToString(text)); });
EM_JS(void, RunnelCursor, (int cursor), { Module.runnel.cursor(cursor); });

namespace runnel {
namespace {

constexpr float kFontSize = 16;

GLFWwindow* window = nullptr;
ImGuiMouseCursor cursor_shown = ImGuiMouseCursor_Arrow;

}  // namespace

void OpenCanvas(int width, int height, float scale, const char* settings,
                const std::function<void()>& set_up) {
  glfwInit();
  window = glfwCreateWindow(width, height, "Runnel inspector", nullptr, nullptr);
  glfwMakeContextCurrent(window);
  ImGui::CreateContext();
  set_up();
  ImGuiIO& io = ImGui::GetIO();
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.IniFilename = nullptr;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  io.Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(kFontData),
                                 static_cast<int>(kFontBytes), kFontSize * scale, &config);
  ImGui::GetStyle().ScaleAllSizes(scale);
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  // A page learns what is in the clipboard only when the person pastes: see PasteText.
  io.SetClipboardTextFn = [](void*, const char* text) { RunnelCopy(text); };
  io.GetClipboardTextFn = [](void*) { return ""; };
  ImGui::LoadIniSettingsFromMemory(settings);
}

void ResizeCanvas(int width, int height) { glfwSetWindowSize(window, width, height); }

void DrawCanvas(const std::function<void()>& draw) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  draw();
  ImGui::Render();
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  glViewport(0, 0, width, height);
  glClearColor(0.09F, 0.1F, 0.12F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  ImGuiIO& io = ImGui::GetIO();
  if (io.WantSaveIniSettings) {
    RunnelSave(ImGui::SaveIniSettingsToMemory());
    io.WantSaveIniSettings = false;
  }
  if (ImGui::GetMouseCursor() != cursor_shown) RunnelCursor(cursor_shown = ImGui::GetMouseCursor());
}

void PasteText(const char* text) { ImGui::GetIO().AddInputCharactersUTF8(text); }

}  // namespace runnel

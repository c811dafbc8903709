#include "inspector-ui/imgui_frame.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "inspector-ui/font.h"

namespace runnel {
namespace {

constexpr float kFontSize = 16;

std::string settings_kept_in;  // Dear ImGui wants it to stay where it is

}  // namespace

void BeginImGui(const std::string& settings_file, const std::function<void()>& set_up) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  settings_kept_in = settings_file;
  io.IniFilename = settings_kept_in.empty() ? nullptr : settings_kept_in.c_str();
  set_up();
}

void UseScale(float scale) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
  fonts.Clear();
  fonts.AddFontFromMemoryTTF(const_cast<unsigned char*>(kFontData), static_cast<int>(kFontBytes),
                             kFontSize * scale, &config);
  ImGui::GetStyle() = ImGuiStyle();
  ImGui::GetStyle().ScaleAllSizes(scale);
  // What was drawn with the old one is gone; the next frame makes the new one.
  if (ImGui::GetIO().BackendRendererUserData != nullptr) ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

void DrawImGuiFrame(int width, int height, const std::function<void()>& draw) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw();
  ImGui::Render();
  glViewport(0, 0, width, height);
  glClearColor(0.09F, 0.1F, 0.12F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace runnel

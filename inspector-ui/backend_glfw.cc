#include "inspector-ui/backend_glfw.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <atomic>

#include "inspector-ui/font.h"

namespace runnel {
namespace {

constexpr float kFontSize = 16;
// After something happened a few frames are drawn, for what takes a moment: hovering, scrolling.
constexpr int kFramesAfterEvent = 3;

std::atomic<bool> window_is_open = false;

void DrawFrame(GLFWwindow* window, const std::function<void()>& draw) {
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
  glfwSwapBuffers(window);
}

void SetUpFont(GLFWwindow* window) {
  float scale = 1;
  glfwGetWindowContentScale(window, &scale, nullptr);
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(kFontData),
                                             static_cast<int>(kFontBytes), kFontSize * scale,
                                             &config);
  ImGui::GetStyle().ScaleAllSizes(scale);
}

}  // namespace

void WakeWindow() {
  if (window_is_open) glfwPostEmptyEvent();
}

bool RunWindow(const char* title, const std::string& settings_file,
               const std::function<void()>& set_up, const std::function<void()>& draw) {
  if (glfwInit() == GLFW_FALSE) return false;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  GLFWwindow* const window = glfwCreateWindow(1440, 900, title, nullptr, nullptr);
  if (window == nullptr) {
    glfwTerminate();
    return false;
  }
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  ImGui::CreateContext();
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui::GetIO().IniFilename = settings_file.empty() ? nullptr : settings_file.c_str();
  set_up();
  SetUpFont(window);
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  window_is_open = true;
  for (int frames = kFramesAfterEvent; glfwWindowShouldClose(window) == GLFW_FALSE;) {
    if (frames > 0) {
      --frames;
      glfwPollEvents();
    } else {
      glfwWaitEvents();
      frames = kFramesAfterEvent;
    }
    DrawFrame(window, draw);
  }
  window_is_open = false;
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window);
  glfwTerminate();
  return true;
}

}  // namespace runnel

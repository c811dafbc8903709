#include "inspector-ui/backend_glfw.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <atomic>

#include "inspector-ui/imgui_frame.h"

namespace runnel {
namespace {

std::atomic<bool> window_is_open = false;

void DrawFrame(GLFWwindow* window, const std::function<void()>& draw) {
  ImGui_ImplGlfw_NewFrame();
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  DrawImGuiFrame(width, height, draw);
  glfwSwapBuffers(window);
}

void FollowScale(GLFWwindow*, float scale, float) { UseScale(scale); }

}  // namespace

void WakeWindow() {
  if (window_is_open) glfwPostEmptyEvent();
}

bool RunWindow(const std::string& settings_file, const std::function<void()>& set_up,
               const std::function<std::string()>& draw) {
  if (glfwInit() == GLFW_FALSE) return false;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  GLFWwindow* const window = glfwCreateWindow(1440, 900, "Runnel inspector", nullptr, nullptr);
  if (window == nullptr) {
    glfwTerminate();
    return false;
  }
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  BeginImGui(settings_file, set_up);
  float scale = 1;
  glfwGetWindowContentScale(window, &scale, nullptr);
  UseScale(scale);
  glfwSetWindowContentScaleCallback(window, FollowScale);
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  window_is_open = true;
  std::string title;
  for (int frames = kFramesAfterEvent; glfwWindowShouldClose(window) == GLFW_FALSE;) {
    if (frames > 0) {
      --frames;
      glfwPollEvents();
    } else {
      glfwWaitEvents();
      frames = kFramesAfterEvent;
    }
    std::string wanted;
    DrawFrame(window, [&] { wanted = draw(); });
    if (wanted != title) glfwSetWindowTitle(window, (title = wanted).c_str());
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

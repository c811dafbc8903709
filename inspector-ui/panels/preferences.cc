#include "inspector-ui/panels/preferences.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cstdio>

namespace runnel {
namespace {

Preferences& Of(ImGuiSettingsHandler* handler) {
  return *static_cast<Preferences*>(handler->UserData);
}

void* Open(ImGuiContext*, ImGuiSettingsHandler* handler, const char*) { return handler->UserData; }

void ReadLine(ImGuiContext*, ImGuiSettingsHandler* handler, void*, const char* line) {
  int light = 0;
  unsigned hidden = 0;
  float width = 0;
  float height = 0;
  Preferences& preferences = Of(handler);
  if (std::sscanf(line, "Light=%d", &light) == 1) preferences.light = light != 0;
  if (std::sscanf(line, "Hidden=%u", &hidden) == 1) preferences.hidden = hidden;
  if (std::sscanf(line, "Size=%f,%f", &width, &height) == 2) {
    preferences.width = width;
    preferences.height = height;
  }
}

void Write(ImGuiContext*, ImGuiSettingsHandler* handler, ImGuiTextBuffer* text) {
  const Preferences& preferences = Of(handler);
  text->appendf("[%s][Preferences]\nLight=%d\nHidden=%u\nSize=%.0f,%.0f\n\n", handler->TypeName,
                preferences.light ? 1 : 0, preferences.hidden,
                static_cast<double>(preferences.width), static_cast<double>(preferences.height));
}

}  // namespace

void KeepPreferences(Preferences& preferences) {
  ImGuiSettingsHandler handler;
  handler.TypeName = "Runnel";
  handler.TypeHash = ImHashStr(handler.TypeName);
  handler.ReadOpenFn = Open;
  handler.ReadLineFn = ReadLine;
  handler.WriteAllFn = Write;
  handler.UserData = &preferences;
  ImGui::GetCurrentContext()->SettingsHandlers.push_back(handler);
}

}  // namespace runnel

#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "inspector-ui/panels/arrangement.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/theme.h"

namespace runnel {
namespace {

// Who does not answer is not asked for ever more.
constexpr int kPutsWaitingMax = 20;

// Credentials stay in memory: nobody finds them among the settings.
void DrawCaller(Inspector& inspector) {
  Caller& caller = inspector.caller;
  ImGui::TextDisabled("For servers that verify signatures (--credentials). Not kept.");
  bool changed = ImGui::InputText("access key", &caller.access_key);
  changed |= ImGui::InputText("secret key", &caller.secret_key, ImGuiInputTextFlags_Password);
  changed |= ImGui::InputText("session token", &caller.session_token);
  if (changed) inspector.source.CallAs(caller);
}

void DrawMenu(Inspector& inspector) {
  if (!ImGui::BeginMainMenuBar()) return;
  if (ImGui::BeginMenu("Panels")) {
    DrawPanelsMenu(inspector);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Colours")) {
    bool& light = inspector.preferences.light;
    if (ImGui::MenuItem("Dark", nullptr, !light)) light = false;
    if (ImGui::MenuItem("Light", nullptr, light)) light = true;
    ImGui::MarkIniSettingsDirty();
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Caller")) {
    DrawCaller(inspector);
    ImGui::EndMenu();
  }
  if (ImGui::BeginMenu("Keys")) {
    ImGui::TextUnformatted(
        "1 to 6         a panel\n"
        "Tab            the next field\n"
        "Arrow keys     within a panel; Space presses a button, Enter edits a field\n"
        "Ctrl+Tab       from panel to panel, in a window of the desktop\n"
        "Alt            this menu\n"
        "Esc            back");
    ImGui::EndMenu();
  }
  const World& world = *inspector.world;
  const bool lost = !world.trouble.empty();
  const bool light = inspector.preferences.light;
  const char* const text = lost                    ? "not connected"
                           : world.now_millis == 0 ? "connecting"
                                                   : "connected";
  ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::CalcTextSize(text).x -
                  2 * ImGui::GetStyle().ItemSpacing.x);
  ImGui::TextColored(lost ? TroubleColour(light) : GoodColour(light), "%s", text);
  ImGui::EndMainMenuBar();
}

void DrawStatusLine(const Inspector& inspector) {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  const float height = ImGui::GetFrameHeight();
  ImGui::SetNextWindowPos(
      ImVec2(viewport.WorkPos.x, viewport.WorkPos.y + viewport.WorkSize.y - height));
  ImGui::SetNextWindowSize(ImVec2(viewport.WorkSize.x, height));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8, 2));
  ImGui::Begin("status", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoNav);
  const bool light = inspector.preferences.light;
  if (!inspector.world->trouble.empty()) {
    ImGui::TextColored(TroubleColour(light), "%s; trying again. What is shown is what was known.",
                       inspector.world->trouble.c_str());
  } else if (inspector.notice.find(": ") != std::string::npos) {
    ImGui::TextColored(TroubleColour(light), "%s", inspector.notice.c_str());
  } else {
    ImGui::TextUnformatted(inspector.notice.empty() ? "Watching: what changes is shown at once."
                                                    : inspector.notice.c_str());
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

void Generate(Inspector& inspector) {
  const StreamView* const stream = FindStream(*inspector.world, inspector.generating_for);
  if (inspector.generating_for.empty() || stream == nullptr) return;
  int due = inspector.generator.Due(ImGui::GetTime(), inspector.generator_settings);
  while (due > 0 && inspector.puts_waiting < kPutsWaitingMax) {
    const int count = std::min(due, Generator::kRecordsMax);
    due -= count;
    ++inspector.puts_waiting;
    inspector.source.Call(
        Inspector::CallAbout(
            stream, "Kinesis_20131202.PutRecords",
            inspector.generator.Batch(stream->stream_arn, count, inspector.generator_settings)),
        [&inspector](const CallAnswer& answer) {
          --inspector.puts_waiting;
          if (answer.refusal.empty()) return;
          inspector.notice = "PutRecords: " + answer.refusal;
        });
  }
}

}  // namespace

void DrawInspector(Inspector& inspector) {
  inspector.Update();
  Generate(inspector);
  UseTheme(inspector.preferences.light);
  DrawMenu(inspector);
  DrawPanels(inspector);
  DrawStatusLine(inspector);
}

}  // namespace runnel

#include <imgui.h>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

void DrawCall(const CallRow& call) {
  ImGui::TableNextRow();
  const bool refused = !call.error_code.empty();
  if (refused) ImGui::PushStyleColor(ImGuiCol_Text, IM_COL32(235, 130, 110, 255));
  const std::string took =
      call.microseconds < 0 ? std::string() : std::to_string(call.microseconds) + " us";
  for (const std::string& text :
       {TimeOfDay(call.at_millis), call.operation, call.resource,
        refused ? call.error_code : std::string("ok"), took,
        call.explanation.empty() ? call.error_message : call.explanation}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
  if (refused && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", call.error_message.c_str());
  if (refused) ImGui::PopStyleColor();
}

}  // namespace

void DrawActivityPanel(Inspector& inspector) {
  if (!ImGui::Begin("Activity")) {
    ImGui::End();
    return;
  }
  ImGui::Checkbox("only what was refused", &inspector.only_refused);
  std::vector<const CallRow*> shown;
  for (const CallRow& call : inspector.world->calls) {
    const bool refused = !call.error_code.empty() || !call.explanation.empty();
    if (refused || !inspector.only_refused) shown.push_back(&call);
  }
  if (BeginTable(
          "calls",
          {{"time", 7}, {"operation", 8}, {"about", 7}, {"answer", 8}, {"took", 4}, {"why", 30}})) {
    // The latest first.
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(shown.size()));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        DrawCall(*shown[shown.size() - 1 - static_cast<std::size_t>(i)]);
      }
    }
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace runnel

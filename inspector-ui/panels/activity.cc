#include <imgui.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cfloat>

#include "inspector-ui/panels/json_tree.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/panels/theme.h"
#include "inspector-ui/view_models/call_rates.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

constexpr std::size_t kPlotSeconds = 60;

// Or no longer.
void Choose(Inspector& inspector, const CallRow& call) {
  inspector.call_text = {};
  if (call.number == inspector.chosen_call) {
    inspector.chosen_call = 0;
    return;
  }
  inspector.chosen_call = call.number;
  inspector.source.Call({"Runnel.InspectCall", {{"Number", call.number}}},
                        [&inspector, number = call.number](const CallAnswer& answer) {
                          if (inspector.chosen_call != number) return;
                          inspector.call_text = ReadCallText(number, answer.output, answer.refusal);
                        });
}

void DrawCall(Inspector& inspector, const CallRow& call) {
  ImGui::TableNextRow();
  const bool refused = !call.error_code.empty();
  if (refused) {
    ImGui::PushStyleColor(ImGuiCol_Text, TroubleColour(inspector.preferences.light));
  }
  const std::string took =
      call.microseconds < 0 ? std::string() : std::to_string(call.microseconds) + " us";
  ImGui::TableNextColumn();
  ImGui::PushID(static_cast<int>(call.number));
  if (ImGui::Selectable(TimeOfDay(call.at_millis).c_str(), call.number == inspector.chosen_call,
                        ImGuiSelectableFlags_SpanAllColumns)) {
    Choose(inspector, call);
  }
  ImGui::PopID();
  for (const std::string& text :
       {call.operation, call.resource, refused ? call.error_code : std::string("ok"), took,
        call.explanation.empty() ? call.error_message : call.explanation}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
  if (refused) ImGui::PopStyleColor();
}

// As a tree, if it is JSON and all of it is there.
void DrawBody(const char* title, const std::string& text, std::int64_t bytes) {
  if (!ImGui::BeginTabItem(title)) return;
  ImGui::BeginChild("body", ImVec2(0, 0), false, ImGuiWindowFlags_HorizontalScrollbar);
  if (ImGui::SmallButton("Copy")) ImGui::SetClipboardText(text.c_str());
  ImGui::SameLine();
  ImGui::TextDisabled(
      static_cast<std::int64_t>(text.size()) < bytes ? "%s, of which the beginning is kept" : "%s",
      ByteText(static_cast<double>(bytes)).c_str());
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(text, error);
  if (!error && (value.is_object() || value.is_array())) {
    DrawJson(title, value);
  } else {
    ImGui::PushTextWrapPos(0);
    PlainText(text);
    ImGui::PopTextWrapPos();
  }
  ImGui::EndChild();
  ImGui::EndTabItem();
}

void DrawBodies(const CallText& text) {
  if (text.number == 0) return;
  if (!text.absent.empty()) {
    ImGui::TextWrapped("%s", text.absent.c_str());
    return;
  }
  if (!ImGui::BeginTabBar("bodies")) return;
  DrawBody("Request", text.request, text.request_bytes);
  DrawBody("Reply", text.reply, text.reply_bytes);
  ImGui::EndTabBar();
}

// All that is known of the chosen call.
void DrawDetail(const CallRow& call, const CallText& text) {
  ImGui::Separator();
  ImGui::BeginChild("detail");
  ImGui::Text("%s of %s, as account %s in %s", call.operation.c_str(),
              call.resource.empty() ? "nothing by name" : call.resource.c_str(),
              call.account_id.c_str(), call.region.c_str());
  if (!call.shard_id.empty()) ImGui::Text("%s", call.shard_id.c_str());
  ImGui::Text("%lld records, %s", static_cast<long long>(call.records),
              ByteText(static_cast<double>(call.bytes)).c_str());
  if (call.refused_records > 0) {
    ImGui::SameLine();
    ImGui::Text("and %lld records refused", static_cast<long long>(call.refused_records));
  }
  if (!call.fault_rules.empty()) ImGui::Text("fault rules: %s", call.fault_rules.c_str());
  if (call.delay_millis > 0) {
    ImGui::Text("kept back for %s", ShortSpan(call.delay_millis).c_str());
  }
  if (call.hung_up) ImGui::TextUnformatted("the connection was dropped instead of an answer");
  if (!call.error_code.empty()) {
    ImGui::TextWrapped("%s: %s", call.error_code.c_str(), call.error_message.c_str());
  }
  if (!call.explanation.empty()) ImGui::TextWrapped("%s", call.explanation.c_str());
  DrawBodies(text);
  ImGui::EndChild();
}

void DrawPlots(const World& world) {
  const CallRates rates = CallRatesOf(world, kPlotSeconds);
  if (!ImGui::BeginTable("plots", 3, ImGuiTableFlags_SizingStretchSame)) return;
  for (const char* const title : {"calls a second", "refused", "mean milliseconds"}) {
    ImGui::TableNextColumn();
    ImGui::TextDisabled("%s", title);
  }
  for (const std::vector<float>* const values :
       {&rates.calls, &rates.refused, &rates.milliseconds}) {
    ImGui::TableNextColumn();
    ImGui::PushID(values);
    ImGui::PlotHistogram("##plot", values->data(), static_cast<int>(values->size()), 0, nullptr, 0,
                         FLT_MAX,
                         ImVec2(ImGui::GetContentRegionAvail().x, ImGui::GetFontSize() * 1.6F));
    ImGui::PopID();
  }
  ImGui::EndTable();
}

}  // namespace

void DrawActivityPanel(Inspector& inspector) {
  if (!ImGui::Begin("Activity")) {
    ImGui::End();
    return;
  }
  DrawPlots(*inspector.world);
  ImGui::Checkbox("only what was refused", &inspector.only_refused);
  std::vector<const CallRow*> shown;
  const CallRow* chosen = nullptr;
  for (const CallRow& call : inspector.world->calls) {
    const bool refused = !call.error_code.empty() || !call.explanation.empty();
    if (refused || !inspector.only_refused) shown.push_back(&call);
    if (call.number == inspector.chosen_call) chosen = &call;
  }
  const float detail = chosen == nullptr ? 0 : ImGui::GetContentRegionAvail().y * 0.6F;
  if (BeginTable(
          "calls",
          {{"time", 6.5F}, {"operation", 7}, {"about", 5}, {"answer", 6}, {"took", 4}, {"why", 30}},
          std::max(ImGui::GetContentRegionAvail().y - detail, ImGui::GetFontSize() * 4))) {
    // The latest first.
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(shown.size()));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        DrawCall(inspector, *shown[shown.size() - 1 - static_cast<std::size_t>(i)]);
      }
    }
    ImGui::EndTable();
  }
  if (chosen != nullptr) DrawDetail(*chosen, inspector.call_text);
  ImGui::End();
}

}  // namespace runnel

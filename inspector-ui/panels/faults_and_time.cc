#include <imgui.h>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

constexpr const char* kScenarios[] = {"flaky-producer", "hot-shard", "reshard-storm",
                                      "slow-fan-out", "region-brown-out"};

void DrawClock(Inspector& inspector) {
  const World& world = *inspector.world;
  ImGui::Text("%s%s", TimeOfDay(world.now_millis).c_str(), world.frozen ? ", stands still" : "");
  const auto button = [&](const char* title, const boost::json::object& change) {
    ImGui::SameLine();
    if (ImGui::SmallButton(title)) inspector.Change("Runnel.UpdateClock", change);
  };
  if (world.frozen) {
    button("Resume", {{"Unfreeze", true}});
  } else {
    button("Freeze", {{"Freeze", true}});
  }
  button("+1 s", {{"AdvanceMillis", 1000}});
  button("+1 min", {{"AdvanceMillis", 60'000}});
  button("+1 h", {{"AdvanceMillis", 3'600'000}});
  button("+25 h", {{"AdvanceMillis", 90'000'000}});
  button("As this machine's", {{"Reset", true}});
}

void DrawAdd(Inspector& inspector) {
  static float probability = 0.1F;
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 10);
  ImGui::SliderFloat("of puts", &probability, 0, 1, "%.2f");
  ImGui::SameLine();
  if (ImGui::SmallButton("are throttled")) {
    inspector.Change("Runnel.AddFaultRule", {{"RuleId", "inspector-throttle"},
                                             {"Action", "FAIL_RECORDS"},
                                             {"Operations", {"PutRecord", "PutRecords"}},
                                             {"Probability", probability}});
  }
  ImGui::TextDisabled("scenarios:");
  for (const char* const scenario : kScenarios) {
    const float width = ImGui::CalcTextSize(scenario).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) ImGui::NewLine();
    if (ImGui::SmallButton(scenario)) {
      inspector.Change("Runnel.StartScenario", {{"Name", scenario}});
    }
  }
}

void DrawRule(Inspector& inspector, const FaultRuleRow& rule) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushID(rule.rule_id.c_str());
  if (ImGui::SmallButton("Remove")) {
    inspector.Change("Runnel.RemoveFaultRule", {{"RuleId", rule.rule_id}});
  }
  ImGui::PopID();
  for (const std::string& text :
       {rule.rule_id, rule.action, rule.about,
        std::to_string(rule.fired) + " of " + std::to_string(rule.matched)}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
}

}  // namespace

void DrawFaultsAndTimePanel(Inspector& inspector) {
  if (!ImGui::Begin("Faults and time")) {
    ImGui::End();
    return;
  }
  DrawClock(inspector);
  ImGui::Separator();
  DrawAdd(inspector);
  if (inspector.world->fault_rules.empty()) {
    ImGui::TextDisabled("No fault rules: all calls are answered as they deserve.");
  } else if (BeginTable("rules",
                        {{"", 4}, {"rule", 9}, {"does", 8}, {"about", 20}, {"struck", 6}})) {
    for (const FaultRuleRow& rule : inspector.world->fault_rules) DrawRule(inspector, rule);
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace runnel

#include <imgui.h>

#include <boost/json.hpp>
#include <initializer_list>
#include <iterator>
#include <string_view>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

constexpr const char* kScenarios[] = {"flaky-producer", "hot-shard", "reshard-storm",
                                      "slow-fan-out", "region-brown-out"};

void DrawClock(Inspector& inspector) {
  const World& world = *inspector.world;
  ImGui::Text("%s%s", TimeOfDay(world.now_millis).c_str(), world.frozen ? ", still" : "");
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
  button("x1", {{"Scale", 1}});
  button("x60", {{"Scale", 60}});
  button("As here", {{"Reset", true}});
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("The time of the server's machine, at its pace.");
}

// What can be injected with one slider, in the words of Runnel.AddFaultRule.
struct Injection {
  const char* title;
  const char* rule_id;
  const char* action;
  const char* error_code;  // null: none
  std::initializer_list<const char*> operations;
};
constexpr Injection kInjections[] = {
    {"puts are throttled",
     "inspector-throttle",
     "FAIL_RECORDS",
     nullptr,
     {"PutRecord", "PutRecords"}},
    {"reads are throttled",
     "inspector-throttle-reads",
     "ERROR",
     "ProvisionedThroughputExceededException",
     {"GetRecords"}},
    {"calls fail", "inspector-failure", "ERROR", "InternalFailure", {"*"}},
    {"answers are slow", "inspector-delay", "DELAY", nullptr, {"*"}},
    {"answers are lost", "inspector-drop", "DROP_AFTER", nullptr, {"*"}},
};

void DrawInjection(Inspector& inspector, bool only_this_stream) {
  static int chosen = 0;
  static float probability = 0.1F;
  static int delay = 500;
  const Injection& injection = kInjections[chosen];
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 7);
  ImGui::SliderFloat("##share", &probability, 0, 1, "%.2f of");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 10);
  if (ImGui::BeginCombo("##what", injection.title)) {
    for (int i = 0; i < static_cast<int>(std::size(kInjections)); ++i) {
      if (ImGui::Selectable(kInjections[i].title, i == chosen)) chosen = i;
    }
    ImGui::EndCombo();
  }
  const bool delays = std::string_view(injection.action) == "DELAY";
  if (delays) {
    ImGui::SameLine();
    ImGui::SetNextItemWidth(ImGui::GetFontSize() * 6);
    ImGui::SliderInt("##delay", &delay, 10, 10'000, "%d ms", ImGuiSliderFlags_Logarithmic);
  }
  ImGui::SameLine();
  if (!ImGui::Button("Inject")) return;
  boost::json::array operations;
  for (const char* const operation : injection.operations) operations.emplace_back(operation);
  boost::json::object rule = {{"RuleId", injection.rule_id},
                              {"Action", injection.action},
                              {"Operations", operations},
                              {"Probability", probability}};
  if (injection.error_code != nullptr) rule["ErrorCode"] = injection.error_code;
  if (delays) rule["DelayMillis"] = delay;
  const StreamView* const stream = inspector.stream();
  if (only_this_stream && stream != nullptr) rule["StreamName"] = stream->stream_name;
  inspector.Change("Runnel.AddFaultRule", rule);
}

void DrawAdd(Inspector& inspector) {
  static bool only_this_stream = false;
  DrawInjection(inspector, only_this_stream);
  ImGui::SameLine();
  ImGui::Checkbox("this stream only", &only_this_stream);
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
       {rule.rule_id, std::to_string(rule.fired) + " of " + std::to_string(rule.matched),
        rule.action, rule.about}) {
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
                        {{"", 4}, {"rule", 8}, {"struck", 5}, {"does", 6}, {"about", 20}})) {
    for (const FaultRuleRow& rule : inspector.world->fault_rules) DrawRule(inspector, rule);
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace runnel

#include <imgui.h>

#include <algorithm>
#include <boost/json.hpp>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <vector>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

constexpr const char* kScenarios[] = {"flaky-producer", "hot-shard", "reshard-storm",
                                      "slow-fan-out", "region-brown-out"};

void DrawClock(Inspector& inspector) {
  const World& world = *inspector.world;
  const std::string exact = TimeOfDay(inspector.now_millis);
  const std::string shown = ClockText(inspector.now_millis, world.frozen);
  const float left = ImGui::GetCursorPosX();
  ImGui::TextUnformatted(shown.c_str());
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s when it was last asked.", exact.c_str());
  // The buttons stay where they are as long as there is room.
  ImGui::SameLine(left);
  ImGui::Dummy(
      ImVec2(std::max(ImGui::CalcTextSize(shown.c_str()).x, ImGui::CalcTextSize(exact.c_str()).x),
             ImGui::GetTextLineHeight()));
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

// One member of a rule as a slider: the rule is put anew once it is let go.
void DrawSlider(Inspector& inspector, const FaultRuleRow& row, const char* member, float now,
                float most, const char* format) {
  const std::string which = row.rule_id + " " + member;
  const bool adjusting = inspector.adjusted_rule == which;
  float value = adjusting ? inspector.adjusted : now;
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 4.5F);
  if (ImGui::SliderFloat((std::string("##") + member).c_str(), &value, 0, most, format)) {
    inspector.adjusted_rule = which;
    inspector.adjusted = value;
  }
  if (!ImGui::IsItemDeactivatedAfterEdit()) return;
  boost::json::object rule = row.rule;
  if (std::string_view(member) == "Probability") {
    rule[member] = value;
  } else {
    rule[member] = static_cast<std::int64_t>(value);
  }
  inspector.adjusted_rule.clear();
  inspector.Change("Runnel.AddFaultRule", rule);
}

double NumberOf(const boost::json::object& rule, const char* member, double otherwise) {
  const boost::json::value* const value = rule.if_contains(member);
  return value != nullptr && value->is_number() ? value->to_number<double>() : otherwise;
}

void DrawSwitch(Inspector& inspector, const FaultRuleRow& rule, bool is_on) {
  bool on = is_on;
  if (!ImGui::Checkbox("##on", &on)) return;
  std::erase_if(inspector.switched_off,
                [&](const FaultRuleRow& off) { return off.rule_id == rule.rule_id; });
  if (on) {
    inspector.Change("Runnel.AddFaultRule", rule.rule);
  } else {
    inspector.switched_off.push_back(rule);
    inspector.Change("Runnel.RemoveFaultRule", {{"RuleId", rule.rule_id}});
  }
}

void DrawRule(Inspector& inspector, const FaultRuleRow& rule, bool on) {
  constexpr float kDelayMillisMax = 10'000;
  ImGui::TableNextRow();
  ImGui::PushID(rule.rule_id.c_str());
  ImGui::TableNextColumn();
  DrawSwitch(inspector, rule, on);
  ImGui::SameLine();
  const bool remove = ImGui::SmallButton("Remove");
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(rule.rule_id.c_str());
  ImGui::TableNextColumn();
  ImGui::Text("%lld of %lld", static_cast<long long>(rule.fired),
              static_cast<long long>(rule.matched));
  ImGui::TableNextColumn();
  if (on) {
    const auto share = static_cast<float>(NumberOf(rule.rule, "Probability", 1));
    DrawSlider(inspector, rule, "Probability", share, 1, "%.2f of");
  }
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(rule.action.c_str());
  if (on && rule.rule.contains("DelayMillis")) {
    ImGui::SameLine();
    const auto delay = static_cast<float>(NumberOf(rule.rule, "DelayMillis", 0));
    DrawSlider(inspector, rule, "DelayMillis", delay, kDelayMillisMax, "%.0f ms");
  }
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(rule.about.c_str());
  ImGui::PopID();
  if (!remove) return;
  if (on) {
    inspector.Change("Runnel.RemoveFaultRule", {{"RuleId", rule.rule_id}});
  } else {
    std::erase_if(inspector.switched_off,
                  [&](const FaultRuleRow& off) { return off.rule_id == rule.rule_id; });
  }
}

void DrawRules(Inspector& inspector) {
  // What is in force again is not switched off any more.
  std::erase_if(inspector.switched_off, [&](const FaultRuleRow& off) {
    const auto& rules = inspector.world->fault_rules;
    return std::any_of(rules.begin(), rules.end(),
                       [&](const FaultRuleRow& rule) { return rule.rule_id == off.rule_id; });
  });
  if (inspector.world->fault_rules.empty() && inspector.switched_off.empty()) {
    ImGui::TextDisabled("No fault rules: all calls are answered as they deserve.");
    return;
  }
  if (!BeginTable(
          "rules",
          {{"on", 6}, {"rule", 8}, {"struck", 5}, {"how often", 5}, {"does", 9}, {"about", 20}})) {
    return;
  }
  for (const FaultRuleRow& rule : inspector.world->fault_rules) DrawRule(inspector, rule, true);
  const std::vector<FaultRuleRow> switched_off = inspector.switched_off;
  for (const FaultRuleRow& rule : switched_off) DrawRule(inspector, rule, false);
  ImGui::EndTable();
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
  DrawRules(inspector);
  ImGui::End();
}

}  // namespace runnel

#include <imgui.h>
#include <imgui_stdlib.h>

#include <boost/json.hpp>

#include "core/base/short_number.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/stream_changes.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/panels/theme.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

void Cell(const std::string& text) {
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
}

// The rules in force, in the colour of trouble; what they did is told when they are pointed at.
void DrawFaults(const Inspector& inspector, const StreamView& stream) {
  ImGui::TableNextColumn();
  const auto rules = RulesAbout(*inspector.world, stream);
  if (rules.empty()) {
    ImGui::TextDisabled("-");
    return;
  }
  std::string names;
  std::string tip;
  for (const FaultRuleRow* const rule : rules) {
    names.append(names.empty() ? "" : ", ").append(rule->action);
    tip.append(tip.empty() ? "" : "\n").append(rule->rule_id).append(": ").append(rule->action);
    tip.append(", struck ").append(std::to_string(rule->fired)).append(" of ");
    tip.append(std::to_string(rule->matched));
  }
  ImGui::TextColored(TroubleColour(inspector.preferences.light), "%s", names.c_str());
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tip.c_str());
}

void DrawStream(Inspector& inspector, const StreamView& stream) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const bool chosen = inspector.stream() == &stream;
  ImGui::PushID(stream.stream_arn.c_str());
  if (ImGui::Selectable(stream.stream_name.c_str(), chosen, ImGuiSelectableFlags_SpanAllColumns)) {
    inspector.stream_arn = stream.stream_arn;
    inspector.shard_id.clear();
  }
  ImGui::PopID();
  Cell(std::string(stream.status));
  Cell(stream.mode == "ON_DEMAND" ? "on demand" : "provisioned");
  Cell(std::to_string(stream.open_shards) +
       (stream.closed_shards > 0 ? " + " + std::to_string(stream.closed_shards) + " closed" : ""));
  Cell(ShortNumber(stream.incoming.records_per_second) + "/s, " +
       ByteText(stream.incoming.bytes_per_second) + "/s");
  Cell(ShortNumber(stream.outgoing.records_per_second) + "/s, " +
       ByteText(stream.outgoing.bytes_per_second) + "/s");
  Cell(ShortNumber(static_cast<double>(stream.records)) + ", " +
       ByteText(static_cast<double>(stream.bytes)));
  Cell(ShortNumber(static_cast<double>(stream.throttled_writes + stream.throttled_reads)));
  DrawFaults(inspector, stream);
  Cell(std::to_string(stream.consumers.size()));
  Cell(std::to_string(stream.retention_hours) + " h" + (stream.key_id ? ", encrypted" : ""));
  Cell(stream.region);
  Cell(stream.account_id);
}

// Where new streams are made: as whom, and in which region.
void DrawPlace(Inspector& inspector) {
  if (ImGui::Button("Where...")) ImGui::OpenPopup("where");
  if (!ImGui::BeginPopup("where")) return;
  ImGui::TextUnformatted("New streams are made");
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 12);
  ImGui::InputTextWithHint("in this region", "us-east-1", &inspector.new_region);
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 12);
  ImGui::InputTextWithHint("by this account", "000000000000", &inspector.new_account);
  ImGui::EndPopup();
}

void DrawCreate(Inspector& inspector) {
  static std::string name;
  static int shards = 2;
  static bool on_demand = false;
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 12);
  ImGui::InputTextWithHint("##name", "name of a new stream", &name);
  ImGui::SameLine();
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 7);
  ImGui::InputInt("shards", &shards);
  ImGui::SameLine();
  ImGui::Checkbox("on demand", &on_demand);
  ImGui::SameLine();
  if (ImGui::Button("Create")) {
    boost::json::object input = {{"StreamName", name}};
    if (on_demand) {
      input["StreamModeDetails"] = {{"StreamMode", "ON_DEMAND"}};
    } else {
      input["ShardCount"] = shards;
    }
    inspector.Change(
        {"Kinesis_20131202.CreateStream", input, inspector.new_account, inspector.new_region});
    inspector.stream_name = name;
  }
  ImGui::SameLine();
  DrawPlace(inspector);
}

void DrawDelete(Inspector& inspector) {
  const StreamView* const stream = inspector.stream();
  if (stream == nullptr) return;
  ImGui::SameLine();
  DrawStreamChanges(inspector, *stream);
  ImGui::SameLine();
  if (ImGui::Button("Delete...")) ImGui::OpenPopup("delete");
  if (!ImGui::BeginPopup("delete")) return;
  ImGui::Text("Delete %s with its %lld records?", stream->stream_name.c_str(),
              static_cast<long long>(stream->records));
  if (ImGui::Button("Delete it")) {
    inspector.Change("Kinesis_20131202.DeleteStream",
                     {{"StreamARN", stream->stream_arn}, {"EnforceConsumerDeletion", true}},
                     stream);
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

}  // namespace

void DrawOverviewPanel(Inspector& inspector) {
  if (!ImGui::Begin("Overview")) {
    ImGui::End();
    return;
  }
  DrawCreate(inspector);
  DrawDelete(inspector);
  if (inspector.world->streams.empty()) {
    ImGui::TextWrapped(
        "There are no streams yet. Create one above, or point a program at this server: its calls "
        "are listed under Activity.");
  } else if (BeginTable("streams", {{"stream", 7},
                                    {"status", 4.5F},
                                    {"mode", 5.5F},
                                    {"shards", 6},
                                    {"in", 7},
                                    {"out", 7},
                                    {"holds", 6},
                                    {"throttled", 4.5F},
                                    {"faults", 6},
                                    {"consumers", 5},
                                    {"keeps", 5},
                                    {"region", 6},
                                    {"account", 7}})) {
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(inspector.world->streams.size()));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        DrawStream(inspector, inspector.world->streams[static_cast<std::size_t>(i)]);
      }
    }
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace runnel

#include "inspector-ui/panels/record_detail.h"

#include <imgui.h>

#include <boost/json.hpp>

#include "inspector-ui/panels/json_tree.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

// Of a text as it stands; and of JSON whose nodes are open at first.
constexpr std::size_t kDrawnBytesMax = 65'536;

void DrawPacked(const PayloadView& payload) {
  if (!BeginTable("packed", {{"#", 3}, {"partition key", 8}, {"data", 30}})) return;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(payload.packed.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const PackedRow& row = payload.packed[static_cast<std::size_t>(i)];
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::Text("%d", i);
      ImGui::TableNextColumn();
      PlainText(row.partition_key);
      ImGui::TableNextColumn();
      PlainText(PreviewOf(row.data));
    }
  }
  ImGui::EndTable();
}

bool BeginPage(const char* title) {
  if (!ImGui::BeginTabItem(title)) return false;
  ImGui::BeginChild("page", ImVec2(0, 0), false, ImGuiWindowFlags_HorizontalScrollbar);
  return true;
}

void EndPage() {
  ImGui::EndChild();
  ImGui::EndTabItem();
}

void DrawText(const std::string& text) {
  ImGui::PushTextWrapPos(0);
  if (text.size() <= kDrawnBytesMax) {
    PlainText(text);
  } else {
    PlainText(text.substr(0, kDrawnBytesMax));
    ImGui::TextDisabled("... of %s", ByteText(static_cast<double>(text.size())).c_str());
  }
  ImGui::PopTextWrapPos();
}

void DrawHex(const std::string& data) {
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>((data.size() + kHexLineBytes - 1) / kHexLineBytes));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      PlainText(HexLine(data, static_cast<std::size_t>(i) * kHexLineBytes));
    }
  }
}

void DrawPages(const RecordRow& row, const PayloadView& payload) {
  if (!ImGui::BeginTabBar("data")) return;
  if (payload.json && BeginPage("JSON")) {
    DrawJson("data", *payload.json, payload.text.size() <= kDrawnBytesMax);
    EndPage();
  }
  if (!payload.packed.empty() && BeginPage("Aggregate")) {
    DrawPacked(payload);
    EndPage();
  }
  if (BeginPage(payload.gzip ? "Text, unpacked" : "Text")) {
    DrawText(payload.text);
    EndPage();
  }
  if (BeginPage("Hex")) {
    DrawHex(row.data);
    EndPage();
  }
  ImGui::EndTabBar();
}

// The list holds the beginning of each record.
void AskForWhole(Inspector& inspector, const StreamView& stream) {
  ChosenRecord& chosen = inspector.chosen_record;
  const boost::json::object question = chosen.Question();
  if (question.empty()) return;
  inspector.source.Call(Inspector::CallAbout(&stream, "Runnel.InspectRecords", question),
                        [&chosen, name = chosen.name()](const CallAnswer& answer) {
                          chosen.TakeWhole(name, answer.output, answer.refusal);
                        });
}

// Part of a record would be put as another one.
void DrawCopy(const ChosenRecord& chosen, const StreamView& stream) {
  ImGui::BeginDisabled(!chosen.whole());
  if (ImGui::SmallButton("Copy as AWS CLI call")) {
    ImGui::SetClipboardText(AwsCommand(chosen.row(), stream.stream_name).c_str());
  }
  ImGui::EndDisabled();
}

}  // namespace

void DrawRecordDetail(Inspector& inspector, const StreamView& stream) {
  const ChosenRecord& chosen = inspector.chosen_record;
  if (chosen.none()) return;
  AskForWhole(inspector, stream);
  const RecordRow& row = chosen.row();
  ImGui::Separator();
  ImGui::TextWrapped("sequence number %s", row.sequence_number.c_str());
  ImGui::TextDisabled("%s, index %lld, second %lld", row.shard_id.c_str(),
                      static_cast<long long>(row.sequence_index),
                      static_cast<long long>(row.sequence_seconds));
  ImGui::TextDisabled("hash %s", row.hash_key.c_str());
  ImGui::TextDisabled("%s%s", chosen.kind().c_str(),
                      chosen.whole() ? "" : ", of which the beginning is shown");
  ImGui::SameLine();
  DrawCopy(chosen, stream);
  if (!chosen.absent().empty()) ImGui::TextWrapped("no more of it: %s", chosen.absent().c_str());
  DrawPages(row, chosen.payload());
}

}  // namespace runnel

#include "inspector-ui/panels/record_detail.h"

#include <imgui.h>

#include "inspector-ui/panels/json_tree.h"
#include "inspector-ui/panels/table.h"

namespace runnel {
namespace {

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

void DrawPages(const RecordRow& row, const PayloadView& payload) {
  if (!ImGui::BeginTabBar("data")) return;
  if (payload.json && BeginPage("JSON")) {
    DrawJson("data", *payload.json);
    EndPage();
  }
  if (!payload.packed.empty() && BeginPage("Aggregate")) {
    DrawPacked(payload);
    EndPage();
  }
  if (BeginPage(payload.gzip ? "Text, unpacked" : "Text")) {
    ImGui::PushTextWrapPos(0);
    PlainText(payload.text);
    ImGui::PopTextWrapPos();
    EndPage();
  }
  if (BeginPage("Hex")) {
    PlainText(HexDump(row.data));
    EndPage();
  }
  ImGui::EndTabBar();
}

}  // namespace

void DrawRecordDetail(Inspector& inspector, const StreamView& stream) {
  if (inspector.chosen_record >= inspector.records.size()) return;
  const RecordRow& row = inspector.records[inspector.chosen_record];
  const std::string which = row.shard_id + row.sequence_number;
  if (which != inspector.payload_of) {
    inspector.payload = ReadPayload(row.data);
    inspector.payload_of = which;
  }
  ImGui::Separator();
  ImGui::TextWrapped("sequence number %s", row.sequence_number.c_str());
  ImGui::TextDisabled("%s, index %lld, second %lld", row.shard_id.c_str(),
                      static_cast<long long>(row.sequence_index),
                      static_cast<long long>(row.sequence_seconds));
  ImGui::TextDisabled("hash %s", row.hash_key.c_str());
  ImGui::TextDisabled("%s%s", inspector.payload.Kind().c_str(),
                      static_cast<std::int64_t>(row.data.size()) < row.data_bytes
                          ? ", of which the beginning is shown"
                          : "");
  ImGui::SameLine();
  if (ImGui::SmallButton("Copy as AWS CLI call")) {
    ImGui::SetClipboardText(AwsCommand(row, stream.stream_name).c_str());
  }
  DrawPages(row, inspector.payload);
}

}  // namespace runnel

#include <imgui.h>
#include <imgui_stdlib.h>

#include <boost/json.hpp>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/put_records.h"
#include "inspector-ui/panels/record_detail.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

constexpr int kRecordsMax = 1000;
constexpr int kDataBytesMax = 8192;

void Fetch(Inspector& inspector, const StreamView& stream) {
  boost::json::object input = {{"StreamARN", stream.stream_arn},
                               {"Newest", true},
                               {"Limit", kRecordsMax},
                               {"DataBytesMax", kDataBytesMax}};
  if (!inspector.shard_id.empty()) input["ShardId"] = inspector.shard_id;
  const OutgoingCall call = Inspector::CallAbout(&stream, "Runnel.InspectRecords", input);
  inspector.source.Call(call, [&inspector](const CallAnswer& answer) {
    if (!answer.refusal.empty()) {
      inspector.notice = answer.refusal;
      inspector.records.clear();
      return;
    }
    inspector.records = ReadRecordRows(answer.output);
  });
}

// Asks again when another stream or shard is chosen, and when records have come.
void Refresh(Inspector& inspector, const StreamView& stream) {
  const std::string wanted = stream.stream_arn + " " + inspector.shard_id;
  const std::string moment =
      wanted + " " + std::to_string(stream.incoming.records) + " " + std::to_string(stream.records);
  const bool other = !inspector.records_stream.starts_with(wanted + " ");
  if (moment == inspector.records_stream || (!inspector.follow && !other)) return;
  inspector.records_stream = moment;
  Fetch(inspector, stream);
}

void DrawRow(Inspector& inspector, std::size_t index) {
  const RecordRow& row = inspector.records[index];
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushID(static_cast<int>(index));
  if (ImGui::Selectable(TimeOfDay(row.arrival_millis).c_str(), index == inspector.chosen_record,
                        ImGuiSelectableFlags_SpanAllColumns)) {
    inspector.chosen_record = index;
  }
  ImGui::PopID();
  for (const std::string& text : {ShardNumber(row.shard_id), row.partition_key,
                                  ByteText(static_cast<double>(row.data_bytes)), row.preview}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
}

void DrawRows(Inspector& inspector, float height) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < inspector.records.size(); ++i) {
    if (Holds(inspector.records[i], inspector.record_filter)) shown.push_back(i);
  }
  if (!BeginTable(
          "records",
          {{"arrival", 6.3F}, {"shard", 3}, {"partition key", 6}, {"size", 3.5F}, {"data", 30}},
          height)) {
    return;
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(shown.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      DrawRow(inspector, shown[static_cast<std::size_t>(i)]);
    }
  }
  if (inspector.follow) ImGui::SetScrollHereY(1);
  ImGui::EndTable();
}

}  // namespace

void DrawRecordsPanel(Inspector& inspector) {
  if (!ImGui::Begin("Records")) {
    ImGui::End();
    return;
  }
  const StreamView* const stream = inspector.stream();
  if (stream == nullptr) {
    ImGui::TextWrapped("The latest records of the chosen stream, all shards merged by arrival.");
  } else {
    Refresh(inspector, *stream);
    DrawPutRecords(inspector, *stream);
    ImGui::Checkbox("follow", &inspector.follow);
    ImGui::SameLine();
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##filter", "only records whose key or data holds...",
                             &inspector.record_filter);
    DrawRows(inspector, ImGui::GetContentRegionAvail().y * 0.5F);
    DrawRecordDetail(inspector, *stream);
  }
  ImGui::End();
}

}  // namespace runnel

#include <imgui.h>
#include <imgui_stdlib.h>

#include <boost/json.hpp>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/put_records.h"
#include "inspector-ui/panels/record_detail.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/panels/theme.h"
#include "inspector-ui/view_models/number_text.h"
#include "inspector-ui/view_models/record_place.h"
#include "inspector-ui/view_models/record_query.h"

namespace runnel {
namespace {

constexpr int kRecordsMax = 1000;
constexpr int kDataBytesMax = 8192;

std::string TextOf(const boost::json::object& answer, const char* name) {
  const boost::json::value* const member = answer.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

// What was asked for when the records of an answer were.
struct Wish {
  int number;  // see Inspector::records_wish
  std::string stream_arn;
  bool choose_first;
};

void Take(Inspector& inspector, const Wish& wish, const CallAnswer& answer) {
  if (wish.number != inspector.records_wish) return;
  if (!answer.refusal.empty()) {
    inspector.notice = "InspectRecords: " + answer.refusal;
    return;
  }
  std::vector<RecordRow> rows = ReadRecordRows(answer.output);
  const bool beyond = rows.empty() && !inspector.records_at.empty();
  if (beyond && !inspector.records.empty()) {
    inspector.notice = "There are no records beyond.";
    return;
  }
  inspector.records = std::move(rows);
  inspector.records_previous = TextOf(answer.output, "Previous");
  inspector.records_next = TextOf(answer.output, "Next");
  const bool choose = wish.choose_first || inspector.chosen_record.none();
  if (!choose || inspector.records.empty()) return;
  inspector.chosen_record.Choose(wish.stream_arn, inspector.records.front());
}

void Fetch(Inspector& inspector, const StreamView& stream, bool choose_first = false) {
  boost::json::object input = inspector.records_at;
  input["StreamARN"] = stream.stream_arn;
  input["Limit"] = kRecordsMax;
  input["DataBytesMax"] = kDataBytesMax;
  if (inspector.records_at.empty()) input["Newest"] = true;
  if (!inspector.shard_id.empty()) input["ShardId"] = inspector.shard_id;
  const OutgoingCall call = Inspector::CallAbout(&stream, "Runnel.InspectRecords", input);
  const Wish wish{inspector.records_wish, stream.stream_arn, choose_first};
  inspector.source.Call(
      call, [&inspector, wish](const CallAnswer& answer) { Take(inspector, wish, answer); });
}

// Asks again when another stream or shard is chosen, and, at the tip, when records have come.
void Refresh(Inspector& inspector, const StreamView& stream) {
  const std::string wanted = stream.stream_arn + " " + inspector.shard_id;
  const std::string moment =
      wanted + " " + std::to_string(stream.incoming.records) + " " + std::to_string(stream.records);
  const bool other = !inspector.records_stream.starts_with(wanted + " ");
  if (moment == inspector.records_stream || (!inspector.follow && !other)) return;
  inspector.records_stream = moment;
  if (other) {
    ++inspector.records_wish;
    inspector.chosen_record.Clear();
    inspector.records.clear();
    inspector.records_at.clear();
  }
  Fetch(inspector, stream);
}

// Lists what is at `place`; an empty one is the tip. The record that is looked at stays chosen, or
// else the first one there is.
void Go(Inspector& inspector, const StreamView& stream, boost::json::object place,
        bool choose_first = false) {
  ++inspector.records_wish;
  inspector.follow = place.empty();
  inspector.records_at = std::move(place);
  Fetch(inspector, stream, choose_first);
}

void DrawJump(Inspector& inspector, const StreamView& stream) {
  if (ImGui::SmallButton("Jump to...")) ImGui::OpenPopup("jump");
  if (!ImGui::BeginPopup("jump")) return;
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 20);
  bool go = ImGui::InputTextWithHint("##place", "sequence number or time", &inspector.record_place,
                                     ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  go |= ImGui::Button("Go");
  const auto place = ReadRecordPlace(inspector.record_place, inspector.now_millis);
  if (go && !place.empty()) {
    Go(inspector, stream, place, true);
    ImGui::CloseCurrentPopup();
  }
  ImGui::TextDisabled("%s", kRecordPlaceHelp);
  ImGui::EndPopup();
}

void DrawPlace(Inspector& inspector, const StreamView& stream) {
  if (ImGui::Checkbox("follow", &inspector.follow) && inspector.follow) Go(inspector, stream, {});
  ImGui::SameLine();
  if (ImGui::SmallButton("oldest")) Go(inspector, stream, {{"FromMillis", 0}});
  ImGui::SameLine();
  if (ImGui::SmallButton("older") && !inspector.records_previous.empty()) {
    Go(inspector, stream, {{"Before", inspector.records_previous}});
  }
  ImGui::SameLine();
  if (ImGui::SmallButton("newer") && !inspector.records_next.empty()) {
    Go(inspector, stream, {{"After", inspector.records_next}});
  }
  ImGui::SameLine();
  DrawJump(inspector, stream);
}

void DrawRow(Inspector& inspector, const StreamView& stream, std::size_t index) {
  const RecordRow& row = inspector.records[index];
  // Known by what it is, for where it stands in the list changes as records come.
  const bool chosen = inspector.chosen_record.Is(stream.stream_arn, row);
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushID(row.sequence_number.c_str());
  if (ImGui::Selectable(TimeOfDay(row.arrival_millis).c_str(), chosen,
                        ImGuiSelectableFlags_SpanAllColumns)) {
    inspector.chosen_record.Choose(stream.stream_arn, row);
  }
  ImGui::PopID();
  for (const std::string& text : {ShardNumber(row.shard_id), row.partition_key,
                                  ByteText(static_cast<double>(row.data_bytes)), row.preview}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
}

void DrawRows(Inspector& inspector, const StreamView& stream, float height) {
  const RecordQuery query = RecordQuery::Read(inspector.record_filter);
  if (!query.fault.empty()) {
    ImGui::TextColored(TroubleColour(inspector.preferences.light), "%s is not understood",
                       query.fault.c_str());
  }
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < inspector.records.size(); ++i) {
    if (query.Matches(inspector.records[i])) shown.push_back(i);
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
      DrawRow(inspector, stream, shown[static_cast<std::size_t>(i)]);
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
    DrawPlace(inspector, *stream);
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##filter", "filter: words key:k size>1k after:12:30 before:12:31",
                             &inspector.record_filter);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", kRecordQueryHelp);
    DrawRows(inspector, *stream, ImGui::GetContentRegionAvail().y * 0.5F);
    DrawRecordDetail(inspector, *stream);
  }
  ImGui::End();
}

}  // namespace runnel

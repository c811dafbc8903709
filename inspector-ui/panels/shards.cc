#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cfloat>

#include "core/base/short_number.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/even_split.h"
#include "inspector-ui/view_models/limit_shares.h"
#include "inspector-ui/view_models/lineage.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

ImU32 ColourOf(const LineageBox& box) {
  // What is closed fades until nothing of it is left.
  if (!box.open) return IM_COL32(110, 110, 120, static_cast<int>(40 + 140 * box.remains));
  // From a calm blue to the red of a hot shard.
  const auto mix = [&](int cold, int hot) {
    return static_cast<int>(cold + (hot - cold) * box.heat);
  };
  return IM_COL32(mix(60, 220), mix(120, 80), mix(190, 50), 255);
}

std::string TipOf(const ShardView& shard, const StreamView& stream, std::int64_t now_millis) {
  std::string tip = shard.shard_id + "\n" + ShortNumber(shard.incoming.records_per_second) +
                    " records/s, " + ByteText(shard.incoming.bytes_per_second) + "/s\nholds " +
                    ByteText(static_cast<double>(shard.bytes));
  if (!shard.closed_millis) return tip;
  constexpr std::int64_t kMillisPerHour = 3'600'000;
  const std::int64_t gone = *shard.closed_millis + stream.retention_hours * kMillisPerHour;
  return tip + "\nclosed; retention takes it in " +
         ShortSpan(std::max<std::int64_t>(gone - now_millis, 0));
}

void DrawLineage(Inspector& inspector, const StreamView& stream, float height) {
  const std::vector<LineageBox> boxes = LineageOf(stream, inspector.now_millis);
  int generations = 1;
  for (const LineageBox& box : boxes) generations = std::max(generations, box.generation + 1);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float column = width / static_cast<float>(generations);
  ImGui::InvisibleButton("lineage", ImVec2(std::max(width, 1.0F), height));
  const ImVec2 mouse = ImGui::GetMousePos();
  ImDrawList* const draw = ImGui::GetWindowDrawList();
  for (const LineageBox& box : boxes) {
    const ShardView& shard = stream.shards[box.shard];
    const ImVec2 low(origin.x + column * static_cast<float>(box.generation) + 1,
                     origin.y + height * static_cast<float>(box.top));
    // An open shard lives on to the right.
    const float right = box.open ? origin.x + width : low.x + column - 3;
    const ImVec2 high(right, origin.y + height * static_cast<float>(box.bottom) - 1);
    draw->AddRectFilled(low, ImVec2(high.x, std::max(high.y, low.y + 1)), ColourOf(box), 3);
    if (shard.shard_id == inspector.shard_id) {
      draw->AddRect(low, high, IM_COL32(255, 255, 255, 255), 3, 0, 2);
    }
    if (high.y - low.y > ImGui::GetFontSize()) {
      draw->AddText(ImVec2(low.x + 4, low.y + 2), IM_COL32(255, 255, 255, 230),
                    ShardNumber(shard.shard_id).c_str());
    }
    const bool over = ImGui::IsItemHovered() && mouse.x >= low.x && mouse.x < high.x &&
                      mouse.y >= low.y && mouse.y < high.y;
    if (!over) continue;
    ImGui::SetTooltip("%s", TipOf(shard, stream, inspector.now_millis).c_str());
    if (ImGui::IsMouseClicked(0)) inspector.shard_id = shard.shard_id;
  }
  // Where the keys of the records land that are listed.
  for (const RecordRow& row : inspector.records) {
    const float y = origin.y + height * static_cast<float>(KeySpacePlace(row.hash_key));
    draw->AddLine(ImVec2(origin.x + width - 8, y), ImVec2(origin.x + width, y),
                  IM_COL32(255, 255, 255, 200));
  }
}

// The open shard whose range begins where that of `shard` ends.
const ShardView* NextOpen(const StreamView& stream, const ShardView& shard) {
  for (const ShardView& other : stream.shards) {
    const bool follows =
        KeySpacePlace(other.starting_hash_key) >= KeySpacePlace(shard.ending_hash_key);
    const bool nearer =
        KeySpacePlace(other.starting_hash_key) - KeySpacePlace(shard.ending_hash_key) < 1e-12;
    if (!other.closed_millis && follows && nearer && other.shard_id != shard.shard_id)
      return &other;
  }
  return nullptr;
}

void Split(Inspector& inspector, const StreamView& stream, const ShardView& shard,
           const std::string& key) {
  inspector.Change("Kinesis_20131202.SplitShard",
                   {{"StreamARN", stream.stream_arn},
                    {"ShardToSplit", shard.shard_id},
                    {"NewStartingHashKey", key}},
                   &stream);
}

void DrawSplit(Inspector& inspector, const StreamView& stream, const ShardView& shard) {
  static std::string key;
  ImGui::Text("Split %s", ShardNumber(shard.shard_id).c_str());
  ImGui::SameLine();
  const std::string middle = MiddleHashKey(shard);
  if (!middle.empty() && ImGui::SmallButton("in the middle")) {
    Split(inspector, stream, shard, middle);
  }
  ImGui::SameLine();
  if (ImGui::SmallButton("where traffic divides")) {
    const std::string even = EvenSplitKey(shard, inspector.records);
    if (even.empty()) {
      inspector.notice =
          "SplitShard: the records listed do not tell where; put more keys, or split in the middle";
    } else {
      Split(inspector, stream, shard, even);
    }
  }
  ImGui::SameLine();
  if (ImGui::SmallButton("at a key...")) ImGui::OpenPopup("at");
  if (ImGui::BeginPopup("at")) {
    ImGui::SetNextItemWidth(ImGui::GetFontSize() * 22);
    ImGui::InputTextWithHint("hash key", shard.ending_hash_key.c_str(), &key);
    if (ImGui::Button("Split there")) Split(inspector, stream, shard, key);
    ImGui::EndPopup();
  }
}

void DrawChanges(Inspector& inspector, const StreamView& stream) {
  const auto chosen =
      std::find_if(stream.shards.begin(), stream.shards.end(), [&](const ShardView& shard) {
        return shard.shard_id == inspector.shard_id && !shard.closed_millis;
      });
  if (chosen == stream.shards.end()) {
    ImGui::TextDisabled("Click an open shard to split or merge it.");
    return;
  }
  DrawSplit(inspector, stream, *chosen);
  const ShardView* const next = NextOpen(stream, *chosen);
  if (next != nullptr && ImGui::SmallButton("merge with the next")) {
    inspector.Change("Kinesis_20131202.MergeShards",
                     {{"StreamARN", stream.stream_arn},
                      {"ShardToMerge", chosen->shard_id},
                      {"AdjacentShardToMerge", next->shard_id}},
                     &stream);
  }
  ImGui::SameLine();
  if (ImGui::SmallButton("all shards")) inspector.shard_id.clear();
}

// A bar for each limit, red where AWS would throttle.
void DrawGauges(const ShardView& shard) {
  if (shard.closed_millis) {
    ImGui::TextDisabled("-");
    return;
  }
  const auto shares = LimitSharesOf(shard);
  const float width = ImGui::GetFontSize() * 1.6F;
  const float height = ImGui::GetFontSize() * 0.8F;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList* const draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const ImVec2 low(origin.x + static_cast<float>(i) * (width + 3), origin.y + 2);
    const auto share = static_cast<float>(std::clamp(shares[i].share, 0.0, 1.0));
    draw->AddRectFilled(low, ImVec2(low.x + width, low.y + height),
                        ImGui::GetColorU32(ImGuiCol_FrameBg), 2);
    if (width * share < 1) continue;
    draw->AddRectFilled(
        low, ImVec2(low.x + width * share, low.y + height),
        share < 1 ? ImGui::GetColorU32(ImGuiCol_PlotHistogram) : IM_COL32(220, 80, 50, 255), 2);
  }
  ImGui::Dummy(ImVec2((width + 3) * static_cast<float>(shares.size()), height));
  if (!ImGui::IsItemHovered()) return;
  ImGui::BeginTooltip();
  for (const LimitShare& share : shares) {
    ImGui::Text("%5.0f %% of %s", share.share * 100, share.limit);
  }
  ImGui::TextDisabled("%s", shard.quota_used ? "AWS's limits hold on this stream."
                                             : "The limits do not hold here: --limits aws.");
  ImGui::EndTooltip();
}

void DrawShard(Inspector& inspector, const ShardView& shard) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  if (ImGui::Selectable(ShardNumber(shard.shard_id).c_str(), shard.shard_id == inspector.shard_id,
                        ImGuiSelectableFlags_SpanAllColumns)) {
    inspector.shard_id = shard.shard_id;
  }
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(shard.closed_millis ? "closed" : "open");
  ImGui::TableNextColumn();
  ImGui::Text("%s/s, %s/s", ShortNumber(shard.incoming.records_per_second).c_str(),
              ByteText(shard.incoming.bytes_per_second).c_str());
  ImGui::TableNextColumn();
  DrawGauges(shard);
  ImGui::TableNextColumn();
  ImGui::Text("%s", ShortNumber(static_cast<double>(shard.records)).c_str());
  ImGui::TableNextColumn();
  ImGui::Text(
      "%s",
      ShortNumber(static_cast<double>(shard.throttled_writes + shard.throttled_reads)).c_str());
  ImGui::TableNextColumn();
  for (const HotKeyView& key : shard.hot_keys) {
    ImGui::Text("%s %.0f%%", key.partition_key.c_str(), key.share * 100);
    ImGui::SameLine();
  }
  ImGui::NewLine();
}

void DrawTable(Inspector& inspector, const StreamView& stream) {
  if (!BeginTable("shards", {{"shard", 3},
                             {"", 3.5F},
                             {"in", 8},
                             {"limits", 7.5F},
                             {"records", 4},
                             {"throttled", 5},
                             {"hot keys", 15}})) {
    return;
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(stream.shards.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      DrawShard(inspector, stream.shards[static_cast<std::size_t>(i)]);
    }
  }
  ImGui::EndTable();
}

}  // namespace

void DrawShardsPanel(Inspector& inspector) {
  if (!ImGui::Begin("Shards")) {
    ImGui::End();
    return;
  }
  const StreamView* const stream = inspector.stream();
  if (stream == nullptr) {
    ImGui::TextWrapped(
        "The shards of a stream divide the space of hash keys among them. Choose a "
        "stream in the Overview.");
  } else {
    // Its room is there from the start, so that nothing moves away from under a mouse.
    const float plot_height = ImGui::GetFontSize() * 3;
    const RateHistory::Lines& lines = inspector.history.Of(stream->stream_arn);
    if (lines.incoming.size() > 1) {
      ImGui::PlotLines(
          "records/s in", lines.incoming.data(), static_cast<int>(lines.incoming.size()), 0,
          nullptr, 0, FLT_MAX,
          ImVec2(ImGui::GetContentRegionAvail().x - ImGui::GetFontSize() * 7, plot_height));
    } else {
      ImGui::Dummy(ImVec2(1, plot_height));
    }
    DrawLineage(inspector, *stream, std::max(ImGui::GetContentRegionAvail().y * 0.45F, 60.0F));
    DrawChanges(inspector, *stream);
    DrawTable(inspector, *stream);
  }
  ImGui::End();
}

}  // namespace runnel

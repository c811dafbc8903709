#include <imgui.h>

#include <cfloat>
#include <vector>

#include "core/base/short_number.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

void Row(const std::string& who, const std::string& what, const std::string& shard,
         const LagView& lag) {
  ImGui::TableNextRow();
  for (const std::string& text :
       {who, what, shard, ShortNumber(static_cast<double>(lag.records)),
        lag.records == 0 ? std::string("-") : std::to_string(lag.millis) + " ms",
        lag.next_sequence_number.value_or("the tip")}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
}

// A row for each reader, time from left to right; how much came is how tall a stroke is.
void DrawDeliveries(const DeliveryHistory::Rows& rows) {
  constexpr std::size_t kRowsMax = 8;
  if (rows.empty() || !ImGui::BeginTable("deliveries", 2)) return;
  ImGui::TableSetupColumn("reader", ImGuiTableColumnFlags_WidthFixed);
  ImGui::TableSetupColumn("records", ImGuiTableColumnFlags_WidthStretch);
  std::size_t drawn = 0;
  for (const auto& [reader, moments] : rows) {
    if (++drawn > kRowsMax) break;
    std::vector<float> records;
    std::int64_t all = 0;
    for (const DeliveryHistory::Moment& moment : moments) {
      records.push_back(static_cast<float>(moment.records));
      all += moment.records;
    }
    ImGui::TableNextColumn();
    ImGui::Text("%s, %s", reader.c_str(), ShortNumber(static_cast<double>(all)).c_str());
    ImGui::TableNextColumn();
    ImGui::PlotHistogram(("##" + reader).c_str(), records.data(), static_cast<int>(records.size()),
                         0, nullptr, 0, FLT_MAX,
                         ImVec2(ImGui::GetContentRegionAvail().x, ImGui::GetFontSize() * 1.4F));
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("Records as they were delivered, look by look.");
  }
  ImGui::EndTable();
}

void DrawReaders(const StreamView& stream, std::int64_t now_millis) {
  for (const SubscriptionView& subscription : stream.subscriptions) {
    Row(subscription.consumer_name,
        "subscription, ends in " + ShortSpan(subscription.ends_millis - now_millis),
        ShardNumber(subscription.shard_id), subscription.lag);
  }
  for (const ShardView& shard : stream.shards) {
    for (const ReaderView& reader : shard.readers) {
      Row("iterator",
          std::to_string(reader.calls) + " calls, last " +
              ShortSpan(now_millis - reader.last_call_millis) + " ago",
          ShardNumber(shard.shard_id), reader.lag);
    }
  }
}

bool IsPipe(const PollerView& poller) {
  return poller.function_arn.find(":pipe/") != std::string::npos;
}

// The end of its ARN: a function with its version, or a pipe.
std::string NameOf(const PollerView& poller) {
  const std::string before = IsPipe(poller) ? ":pipe/" : ":function:";
  const std::size_t name = poller.function_arn.find(before);
  return name == std::string::npos ? poller.function_arn
                                   : poller.function_arn.substr(name + before.size());
}

std::string HowOf(const PollerView& poller) {
  std::string how = IsPipe(poller) ? "pipe" : "mapping";
  if (poller.finished) return how + ", done with it";
  how.append(", ").append(poller.state).append(", ");
  if (poller.lane > 0) how += "lane " + std::to_string(poller.lane) + ", ";
  return how + poller.last_processing_result;
}

void DrawPollers(const StreamView& stream) {
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(stream.pollers.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const PollerView& poller = stream.pollers[static_cast<std::size_t>(i)];
      Row(NameOf(poller), HowOf(poller), ShardNumber(poller.shard_id), poller.lag);
    }
  }
}

}  // namespace

void DrawConsumersPanel(Inspector& inspector) {
  if (!ImGui::Begin("Consumers")) {
    ImGui::End();
    return;
  }
  const StreamView* const stream = inspector.stream();
  if (stream == nullptr) {
    ImGui::TextWrapped(
        "Who reads the chosen stream: registered consumers, iterators in use, event source "
        "mappings. Each with where it is and how far behind.");
    ImGui::End();
    return;
  }
  for (const ConsumerView& consumer : stream->consumers) {
    ImGui::BulletText("%s, %s: %lld events, %lld records", consumer.consumer_name.c_str(),
                      std::string(consumer.status).c_str(),
                      static_cast<long long>(consumer.events.calls),
                      static_cast<long long>(consumer.events.records));
  }
  if (stream->consumers.empty()) ImGui::TextDisabled("No consumers are registered.");
  DrawDeliveries(inspector.deliveries.Of(stream->stream_arn));
  if (BeginTable("readers", {{"who", 8},
                             {"how", 14},
                             {"shard", 3},
                             {"records behind", 7.5F},
                             {"time behind", 6},
                             {"next record", 28}})) {
    DrawPollers(*stream);
    DrawReaders(*stream, inspector.now_millis);
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace runnel

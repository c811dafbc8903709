#include <imgui.h>

#include "core/base/short_number.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/table.h"
#include "inspector-ui/view_models/number_text.h"

namespace runnel {
namespace {

void Row(const std::string& who, const std::string& what, const std::string& shard,
         const LagView& lag) {
  ImGui::TableNextRow();
  for (const std::string& text : {who, what, shard, ShortNumber(static_cast<double>(lag.records)),
                                  lag.records == 0 ? std::string("-") : ShortSpan(lag.millis)}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  }
}

void DrawReaders(const World& world, const StreamView& stream) {
  for (const SubscriptionView& subscription : stream.subscriptions) {
    Row(subscription.consumer_name,
        "subscription, ends in " + ShortSpan(subscription.ends_millis - world.now_millis),
        subscription.shard_id, subscription.lag);
  }
  for (const ShardView& shard : stream.shards) {
    for (const ReaderView& reader : shard.readers) {
      Row("GetRecords",
          std::to_string(reader.calls) + " calls, last " +
              ShortSpan(world.now_millis - reader.last_call_millis) + " ago",
          shard.shard_id, reader.lag);
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
    ImGui::TextWrapped("Who reads the chosen stream, and how far behind it is.");
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
  if (BeginTable(
          "readers",
          {{"who", 8}, {"how", 14}, {"shard", 11}, {"records behind", 7}, {"time behind", 6}})) {
    DrawReaders(*inspector.world, *stream);
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace runnel

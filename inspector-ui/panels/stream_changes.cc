#include "inspector-ui/panels/stream_changes.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <boost/json.hpp>

namespace runnel {
namespace {

namespace json = boost::json;

// What is being filled in, of one stream.
struct Form {
  std::string stream_arn;
  int hours = 24;
  int shards = 1;
  std::string key_id = "alias/aws/kinesis";
  std::string tag_key;
  std::string tag_value;
  json::array tags;
};

void FetchTags(Inspector& inspector, const StreamView& stream, Form& form) {
  const OutgoingCall call = Inspector::CallAbout(&stream, "Kinesis_20131202.ListTagsForStream",
                                                 {{"StreamARN", stream.stream_arn}});
  inspector.source.Call(
      call, [&inspector, &form, arn = stream.stream_arn](const CallAnswer& answer) {
        if (form.stream_arn != arn) return;
        const json::value* const tags = answer.output.if_contains("Tags");
        form.tags = tags != nullptr && tags->is_array() ? tags->get_array() : json::array();
        if (!answer.refusal.empty()) inspector.notice = "ListTagsForStream: " + answer.refusal;
      });
}

void DrawRetention(Inspector& inspector, const StreamView& stream, Form& form) {
  ImGui::InputInt("hours, 24 to 8760", &form.hours, 24);
  if (ImGui::Button("Keep records so long")) {
    inspector.Change(
        form.hours >= stream.retention_hours ? "Kinesis_20131202.IncreaseStreamRetentionPeriod"
                                             : "Kinesis_20131202.DecreaseStreamRetentionPeriod",
        {{"StreamARN", stream.stream_arn}, {"RetentionPeriodHours", form.hours}}, &stream);
  }
}

void DrawScale(Inspector& inspector, const StreamView& stream, Form& form) {
  ImGui::InputInt("open shards", &form.shards);
  if (ImGui::Button("Scale uniformly")) {
    inspector.Change("Kinesis_20131202.UpdateShardCount",
                     {{"StreamARN", stream.stream_arn},
                      {"TargetShardCount", form.shards},
                      {"ScalingType", "UNIFORM_SCALING"}},
                     &stream);
  }
  const bool on_demand = stream.mode == "ON_DEMAND";
  if (ImGui::Button(on_demand ? "Make it provisioned" : "Make it on demand")) {
    inspector.Change(
        "Kinesis_20131202.UpdateStreamMode",
        {{"StreamARN", stream.stream_arn},
         {"StreamModeDetails", {{"StreamMode", on_demand ? "PROVISIONED" : "ON_DEMAND"}}}},
        &stream);
  }
}

void DrawEncryption(Inspector& inspector, const StreamView& stream, Form& form) {
  if (stream.key_id) {
    ImGui::Text("encrypted with %s", stream.key_id->c_str());
    if (ImGui::Button("Stop")) {
      inspector.Change(
          "Kinesis_20131202.StopStreamEncryption",
          {{"StreamARN", stream.stream_arn}, {"EncryptionType", "KMS"}, {"KeyId", *stream.key_id}},
          &stream);
    }
    return;
  }
  ImGui::InputText("key", &form.key_id);
  if (ImGui::Button("Encrypt")) {
    inspector.Change(
        "Kinesis_20131202.StartStreamEncryption",
        {{"StreamARN", stream.stream_arn}, {"EncryptionType", "KMS"}, {"KeyId", form.key_id}},
        &stream);
  }
}

std::string TextOf(const json::value& tag, const char* name) {
  const json::object* const object = tag.if_object();
  const json::value* const member = object == nullptr ? nullptr : object->if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

void DrawTags(Inspector& inspector, const StreamView& stream, Form& form) {
  for (const json::value& tag : form.tags) {
    const std::string key = TextOf(tag, "Key");
    ImGui::PushID(key.c_str());
    const bool remove = ImGui::SmallButton("Remove");
    ImGui::PopID();
    ImGui::SameLine();
    ImGui::Text("%s = %s", key.c_str(), TextOf(tag, "Value").c_str());
    if (!remove) continue;
    inspector.Change("Kinesis_20131202.RemoveTagsFromStream",
                     {{"StreamARN", stream.stream_arn}, {"TagKeys", {key}}}, &stream);
    FetchTags(inspector, stream, form);
  }
  if (form.tags.empty()) ImGui::TextDisabled("no tags");
  ImGui::InputText("tag", &form.tag_key);
  ImGui::InputText("value", &form.tag_value);
  if (ImGui::Button("Add")) {
    inspector.Change(
        "Kinesis_20131202.AddTagsToStream",
        {{"StreamARN", stream.stream_arn}, {"Tags", json::object{{form.tag_key, form.tag_value}}}},
        &stream);
    FetchTags(inspector, stream, form);
  }
}

}  // namespace

void DrawStreamChanges(Inspector& inspector, const StreamView& stream) {
  static Form form;
  if (ImGui::Button("Change...")) {
    form = Form();
    form.stream_arn = stream.stream_arn;
    form.hours = stream.retention_hours;
    form.shards = stream.open_shards;
    FetchTags(inspector, stream, form);
    ImGui::OpenPopup("change");
  }
  if (!ImGui::BeginPopup("change")) return;
  ImGui::Text("%s in %s of %s", stream.stream_name.c_str(), stream.region.c_str(),
              stream.account_id.c_str());
  ImGui::PushItemWidth(ImGui::GetFontSize() * 12);
  using Draw = void (*)(Inspector&, const StreamView&, Form&);
  constexpr std::pair<const char*, Draw> kPages[] = {{"Retention", DrawRetention},
                                                     {"Shards", DrawScale},
                                                     {"Encryption", DrawEncryption},
                                                     {"Tags", DrawTags}};
  if (ImGui::BeginTabBar("changes")) {
    for (const auto& [title, draw] : kPages) {
      if (!ImGui::BeginTabItem(title)) continue;
      draw(inspector, stream, form);
      ImGui::EndTabItem();
    }
    ImGui::EndTabBar();
  }
  ImGui::PopItemWidth();
  if (!inspector.notice.empty()) ImGui::TextDisabled("%s", inspector.notice.c_str());
  ImGui::EndPopup();
}

}  // namespace runnel

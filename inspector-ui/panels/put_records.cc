#include "inspector-ui/panels/put_records.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <iterator>

#include "core/base/base64.h"

namespace runnel {
namespace {

void DrawGenerator(Inspector& inspector, const StreamView& stream) {
  GeneratorSettings& settings = inspector.generator_settings;
  const float width = ImGui::GetFontSize() * 14;
  ImGui::SetNextItemWidth(width);
  ImGui::SliderInt("records a second", &settings.records_per_second, 1, 10'000, "%d",
                   ImGuiSliderFlags_Logarithmic);
  ImGui::SetNextItemWidth(width);
  ImGui::SliderInt("bytes each", &settings.data_bytes, 30, 10'000, "%d",
                   ImGuiSliderFlags_Logarithmic);
  ImGui::SetNextItemWidth(width);
  ImGui::SliderInt("partition keys", &settings.keys, 1, 100'000, "%d",
                   ImGuiSliderFlags_Logarithmic);
  int distribution = static_cast<int>(settings.distribution);
  ImGui::SetNextItemWidth(width);
  if (ImGui::Combo("shares of the keys", &distribution, kKeyDistributions,
                   static_cast<int>(std::size(kKeyDistributions)))) {
    settings.distribution = static_cast<KeyDistribution>(distribution);
  }
  if (inspector.generating_for == stream.stream_arn) {
    if (ImGui::Button("Stop")) inspector.generating_for.clear();
  } else if (ImGui::Button("Start")) {
    inspector.generating_for = stream.stream_arn;
    inspector.generator.Restart(ImGui::GetTime());
  }
}

}  // namespace

void DrawPutRecords(Inspector& inspector, const StreamView& stream) {
  static std::string key = "key";
  static std::string data = "{\"hello\":\"world\"}";
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 4);
  ImGui::InputText("##key", &key);
  ImGui::SameLine();
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 10);
  ImGui::InputText("##data", &data);
  ImGui::SameLine();
  if (ImGui::Button("Put")) {
    std::string encoded;
    AppendBase64(data, encoded);
    inspector.Change("Kinesis_20131202.PutRecord",
                     {{"StreamARN", stream.stream_arn}, {"PartitionKey", key}, {"Data", encoded}},
                     &stream);
  }
  ImGui::SameLine();
  const bool generating = inspector.generating_for == stream.stream_arn;
  if (ImGui::Button(generating ? "Putting many###many" : "Put many...###many")) {
    ImGui::OpenPopup("generator");
  }
  if (ImGui::BeginPopup("generator")) {
    DrawGenerator(inspector, stream);
    ImGui::EndPopup();
  }
}

}  // namespace runnel

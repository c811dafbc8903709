// Where the panels are, what is remembered of it, and what the keys do.
#include "inspector-ui/panels/arrangement.h"

#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include "tests/ui/screen.h"

namespace runnel {
namespace {

ImGuiWindow& Panel(const char* title) {
  ImGuiWindow* const window = ImGui::FindWindowByName(title);
  REQUIRE(window != nullptr);
  return *window;
}

TEST_CASE_FIXTURE(Screen, "Arrangement: at first the panels share the window among them") {
  Draw();
  float area = 0;
  for (const char* title :
       {"Overview", "Shards", "Records", "Consumers", "Faults and time", "Activity"}) {
    const ImRect place = Panel(title).Rect();
    CHECK(place.Min.y >= ImGui::GetFrameHeight() - 1);  // below the menu
    CHECK(place.Max.x <= 1441);
    CHECK(place.Max.y <= 901);
    area += place.GetArea();
  }
  CHECK(area == doctest::Approx(1440 * (900 - 2 * ImGui::GetFrameHeight())).epsilon(0.02));
}

TEST_CASE_FIXTURE(Screen,
                  "Arrangement: a few panels share the window, and so do all in a narrow one") {
  std::vector<const char*> titles = {"Shards", "Records"};
  SUBCASE("two beside one another") { inspector.preferences.hidden = HiddenBut("Shards,Records"); }
  SUBCASE("two below one another") {
    inspector.preferences.hidden = HiddenBut("Shards,Records");
    ImGui::GetIO().DisplaySize = ImVec2(500, 900);
  }
  SUBCASE("all") {
    titles = {"Overview", "Shards", "Records", "Consumers", "Faults and time", "Activity"};
    ImGui::GetIO().DisplaySize = ImVec2(600, 900);
  }
  Draw();
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  float area = 0;
  for (const char* title : titles) area += Panel(title).Rect().GetArea();
  CHECK(area == doctest::Approx(window.x * (window.y - 2 * ImGui::GetFrameHeight())).epsilon(0.02));
  CHECK(HiddenBut("nonsense") == 0);
}

TEST_CASE_FIXTURE(Screen, "Arrangement: panels go with the window, and back to where they were") {
  Draw();
  ImGui::SetWindowPos("Records", ImVec2(600, 300));
  Draw();
  ImGui::GetIO().DisplaySize = ImVec2(850, 900);
  Draw();
  CHECK(Panel("Records").Pos.x == doctest::Approx(354).epsilon(0.01));
  CHECK(Panel("Activity").Pos.x == doctest::Approx(0.62 * 850).epsilon(0.01));
  inspector.arrange = true;
  Draw();
  CHECK(Panel("Records").Pos.x == doctest::Approx(0.31 * 850).epsilon(0.01));
}

TEST_CASE_FIXTURE(Screen, "Arrangement: a number chooses a panel, unless one writes") {
  Draw();
  inspector.preferences.hidden = 1U << 2;
  Draw();
  CHECK_FALSE(Panel("Records").Active);
  ImGui::GetIO().AddInputCharacter('3');
  Draw();
  CHECK(inspector.preferences.hidden == 0);
  CHECK(Panel("Records").Active);
  CHECK(ImGui::GetCurrentContext()->NavWindow == &Panel("Records"));
  ImGui::GetIO().AddInputCharacter('1');
  Draw(1);
  CHECK(ImGui::GetCurrentContext()->NavWindow == &Panel("Overview"));
  ImGui::GetIO().AddInputCharacter('9');
  Draw();
  CHECK(ImGui::GetCurrentContext()->NavWindow == &Panel("Overview"));
}

TEST_CASE_FIXTURE(Screen, "Preferences: what was liked is there the next time") {
  Draw();
  inspector.preferences.light = true;
  inspector.preferences.hidden = 6;
  const std::string settings = ImGui::SaveIniSettingsToMemory();
  inspector.preferences = {};
  ImGui::LoadIniSettingsFromMemory(settings.c_str());
  CHECK(inspector.preferences.light);
  CHECK(inspector.preferences.hidden == 6);
  CHECK(inspector.preferences.width == doctest::Approx(1440));
  Draw();
  CHECK(ImGui::GetStyleColorVec4(ImGuiCol_WindowBg).x > 0.8F);
}

TEST_CASE_FIXTURE(Screen, "The generator puts for its stream as long as it runs") {
  World world;
  StreamView& stream = world.streams.emplace_back();
  stream.stream_arn = stream.stream_name = "arn";
  stream.region = "eu-west-1";
  Show(world);
  Draw();
  inspector.generator_settings.records_per_second = 6000;
  inspector.generator.Restart(ImGui::GetTime());
  inspector.generating_for = "arn";
  source.calls.clear();
  Draw(10);  // a sixth of a second
  int puts = 0;
  for (const std::string& call : source.calls) {
    if (call.starts_with("Kinesis_20131202.PutRecords {\"StreamARN\":\"arn\"")) ++puts;
  }
  CHECK(puts >= 9);
  CHECK(inspector.puts_waiting <= 1);
  Show({});  // the stream is gone
  source.calls.clear();
  Draw(10);
  CHECK(source.calls.empty());
}

}  // namespace
}  // namespace runnel

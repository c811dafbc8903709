// The panels without a window, and a server that is none.
#pragma once

#include <doctest/doctest.h>
#include <imgui.h>

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/preferences.h"

namespace runnel {

// Answers at once, and remembers what was asked.
class FakeSource final : public SnapshotSource {
 public:
  std::shared_ptr<const World> Latest() override { return world; }
  std::int64_t NowMillis() override { return now_millis; }
  void Call(OutgoingCall call, Done done) override {
    calls.push_back(call.target + " " + boost::json::serialize(call.input));
    waiting.push_back(std::move(done));
  }
  void CallAs(Caller caller) override { called_as = std::move(caller); }
  void RunDone() override {
    std::vector<Done> answered;
    answered.swap(waiting);
    for (const Done& done : answered) done(answer);
  }

  std::shared_ptr<const World> world = std::make_shared<World>();
  std::int64_t now_millis = 0;
  CallAnswer answer;
  Caller called_as;
  std::vector<std::string> calls;
  std::vector<Done> waiting;
};

struct Screen {
  Screen() {
    ImGui::CreateContext();
    KeepPreferences(inspector.preferences);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(1440, 900);
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  }
  ~Screen() { ImGui::DestroyContext(); }

  // How many vertices the last of some frames has.
  int Draw(int frames = 3) {
    for (int i = 0; i < frames; ++i) {
      ImGui::GetIO().DeltaTime = 1.0F / 60;
      ImGui::NewFrame();
      DrawInspector(inspector);
      ImGui::Render();
    }
    return ImGui::GetDrawData()->TotalVtxCount;
  }

  void Show(const World& world) { source.world = std::make_shared<World>(world); }

  FakeSource source;
  Inspector inspector{source};
};

}  // namespace runnel

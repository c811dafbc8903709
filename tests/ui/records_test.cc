// The panel of records: which one is looked at, and what can be done with it.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <boost/json.hpp>
#include <string>

#include "core/base/base64.h"
#include "tests/ui/screen.h"

namespace runnel {
namespace {

const std::string kData(10'000, 'a');

// Of the records with these numbers, as much of the data.
CallAnswer Records(int first, int count, std::size_t data_bytes_max) {
  std::string data;
  AppendBase64(kData.substr(0, data_bytes_max), data);
  boost::json::array records;
  for (int i = first; i < first + count; ++i) {
    records.push_back({{"ShardId", "shardId-000000000000"},
                       {"SequenceNumber", std::to_string(i)},
                       {"PartitionKey", "key"},
                       {"DataBytes", kData.size()},
                       {"Data", data}});
  }
  return {{{"Records", std::move(records)}}, ""};
}

World WorldOf(int streams) {
  World world;
  for (int i = 0; i < streams; ++i) {
    StreamView& stream = world.streams.emplace_back();
    stream.stream_name = "stream" + std::to_string(i);
    stream.stream_arn = "arn" + std::to_string(i);
  }
  return world;
}

// On everything in the lower half of the panel.
void ClickEverywhere(Screen& screen) {
  const ImRect place = ImGui::FindWindowByName("Records")->Rect();
  ImGuiIO& io = ImGui::GetIO();
  for (float y = place.GetCenter().y; y < place.Max.y - 8; y += 8) {
    for (float x = place.Min.x + 20; x < place.Max.x - 20; x += 60) {
      io.MousePos = ImVec2(x, y);
      screen.Draw(1);
      io.MouseDown[0] = true;
      screen.Draw(1);
      io.MouseDown[0] = false;
      screen.Draw(1);
    }
  }
}

std::string Copied() {
  const char* const text = ImGui::GetClipboardText();
  return text == nullptr ? "" : text;
}

TEST_CASE_FIXTURE(Screen, "Records: the chosen one stays chosen as the list slides under it") {
  Draw();  // the panels take their places
  World world = WorldOf(1);
  Show(world);
  source.answer = Records(100, 5, 100);
  Draw(2);
  REQUIRE(source.calls.size() == 2);
  CHECK(source.calls[1] ==
        R"(Runnel.InspectRecords {"StreamARN":"arn0","ShardId":"shardId-000000000000",)"
        R"("FromSequenceNumber":"100","Limit":1,"DataBytesMax":2147483647})");
  source.answer = Records(100, 1, kData.size());
  Draw(1);
  CHECK(inspector.chosen_record.row().data == kData);
  world.streams[0].records = 3;
  Show(world);
  source.answer = Records(103, 5, 100);
  Draw(3);
  CHECK(source.calls.size() == 3);
  CHECK(inspector.records.front().sequence_number == "103");
  CHECK(inspector.chosen_record.row().sequence_number == "100");
  CHECK(inspector.chosen_record.whole());
}

TEST_CASE_FIXTURE(Screen, "Records: one is copied when all of it is there, and not before") {
  Show(WorldOf(1));
  source.answer = Records(100, 1, 100);
  Draw(3);
  REQUIRE_FALSE(inspector.chosen_record.none());
  ClickEverywhere(*this);
  CHECK(Copied().empty());
  inspector.chosen_record.Clear();
  inspector.chosen_record.Choose("arn0", inspector.records.front());
  source.answer = Records(100, 1, kData.size());
  Draw(3);
  ClickEverywhere(*this);
  RecordRow row = inspector.records.front();
  row.data = kData;
  CHECK(Copied() == AwsCommand(row, "stream0"));
}

TEST_CASE_FIXTURE(Screen, "Records: what is answered of one stream is not listed of another") {
  Draw();
  Show(WorldOf(2));
  source.answer = Records(100, 1, 100);
  Draw(1);
  REQUIRE(source.waiting.size() == 1);
  const SnapshotSource::Done late = source.waiting[0];
  source.waiting.clear();
  inspector.stream_arn = "arn1";
  Draw(1);
  late(source.answer);
  CHECK(inspector.records.empty());
  CHECK(inspector.chosen_record.none());
  Draw(1);
  CHECK(inspector.chosen_record.name() == RecordName{"arn1", "shardId-000000000000", "100"});
  inspector.stream_arn = "arn0";
  Draw(1);
  CHECK(inspector.chosen_record.none());
}

}  // namespace
}  // namespace runnel
